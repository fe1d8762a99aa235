-- Grain: one row per pair of golden customers that a guard keeps apart as relatives at one home or
-- as companies of one group, with the best evidence. A home is a shared address or phone, not a
-- postcode. Two houses in one street are only a similar address.
with

pairs as (

    select * from {{ ref('scored_pairs') }}
    where
        guard_code in ('HOUSEHOLD', 'GENERATION', 'SWITCHBOARD')
        and cast(known_to as date) = {{ open_end('date') }}

),

records as (

    select * from {{ ref('matchable_records') }}

),

identity as (

    select
        customer_uid,
        {{ hex_text('customer_hk') }} as record_id
    from {{ ref('customer_identity') }}

),

compared_pairs as (

    select
        left_identity.customer_uid as customer_uid_l,
        right_identity.customer_uid as customer_uid_r,
        pairs.record_id_l,
        pairs.record_id_r,
        pairs.guard_code,
        pairs.match_score,
        lefts.party_kind,
        lefts.org_name as org_name_l,
        rights.org_name as org_name_r,
        coalesce(lefts.legal_form, '') as legal_form_l,
        coalesce(rights.legal_form, '') as legal_form_r,
        pairs.reasons like '%same address%'
        and pairs.match_weight_city + pairs.match_weight_postcode >= 0
            as has_same_address,
        pairs.match_weight_phone > 0 as has_same_phone,
        pairs.match_weight_email > 0 as has_same_email,
        pairs.match_weight_postcode > 0 as has_same_postcode,
        coalesce({{ edit_distance('lefts.last_name', 'rights.last_name') }} <= 1, false)
            as has_same_last_name
    from pairs
    inner join records as lefts
        on pairs.version_id_l = lefts.version_id
    inner join records as rights
        on
            pairs.version_id_r = rights.version_id
            and lefts.party_kind = rights.party_kind
    inner join identity as left_identity
        on pairs.record_id_l = left_identity.record_id
    inner join identity as right_identity
        on
            pairs.record_id_r = right_identity.record_id
            and left_identity.customer_uid <> right_identity.customer_uid

),

pairs_with_parent as (

    select
        *,
        case party_kind when 'PERSON' then 'HOUSEHOLD' else 'COMPANY_GROUP' end as relation,
        {{ parent_evidence('l', 'r') }} as evidence_of_parent_l,
        {{ parent_evidence('r', 'l') }} as evidence_of_parent_r
    from compared_pairs

),

-- Companies with the same name are one company, with a different or abbreviated legal form.
related_pairs as (

    select * from pairs_with_parent
    where
        (
            party_kind = 'PERSON'
            and guard_code in ('HOUSEHOLD', 'GENERATION')
            and (
                (has_same_last_name and (has_same_address or has_same_phone))
                or (has_same_address and has_same_phone)
            )
        )
        or (
            party_kind = 'ORGANISATION'
            and guard_code = 'SWITCHBOARD'
            and split_part(org_name_l, ' ', 1) = split_part(org_name_r, ' ', 1)
            and (has_same_address or has_same_phone or has_same_email)
            and (
                (
                    {{ edit_distance('org_name_l', 'org_name_r') }}
                    > ({{ thresholds(['misspelt_company_name_edits']) }})
                    and org_name_l not like org_name_r || '%'
                    and org_name_r not like org_name_l || '%'
                )
                or coalesce(evidence_of_parent_l, evidence_of_parent_r) is not null
            )
        )

),

-- Both directions, so that each customer finds its relations by customer_uid.
both_directions as (

    {%- for own, other in [('l', 'r'), ('r', 'l')] %}
    select
        relation,
        customer_uid_{{ own }} as customer_uid,
        customer_uid_{{ other }} as related_customer_uid,
        record_id_{{ own }} as record_id,
        record_id_{{ other }} as related_record_id,
        guard_code,
        match_score,
        has_same_last_name,
        has_same_address,
        has_same_postcode,
        has_same_phone,
        has_same_email,
        evidence_of_parent_{{ other }} as parent_evidence
    from related_pairs
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

best_pairs as (

    select * from both_directions
    qualify row_number() over (
        partition by relation, customer_uid, related_customer_uid
        order by
            case when parent_evidence is null then 2 else 1 end asc,
            case when has_same_address then 1 else 2 end asc,
            case when has_same_phone then 1 else 2 end asc,
            match_score desc,
            record_id asc,
            related_record_id asc
    ) = 1

)

select * from best_pairs
