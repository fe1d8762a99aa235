{#
    A limit of a model version as a scalar subquery.

    Arguments:
        parameters     match-model parameters
        model_version  their version, text
        limit          block_cap, generic_value or generic_birth_date

    Example:
        {{ match_limit(ref('match_model_parameters'), '1', 'block_cap') }}
#}
{% macro match_limit(parameters, model_version, limit) -%}
    (
        select max(value) from {{ parameters }}
        where model_version = '{{ model_version }}' and kind = 'limit' and field = '{{ limit }}'
    )
{%- endmacro %}

{#
    The fields whose values tell records apart unless too many records share one, as one text:
    these macros are rendered without dbt too, and only dbt has `return`.

    Example:
        {% for field in generic_value_fields().split() %} ... {% endfor %}
#}
{% macro generic_value_fields() -%}
    email phone address national_id birth_date
{%- endmacro %}

{#
    Values so widely shared that they say nothing about who a record is, and the day they became so.

    A birth date must be shared by a share of all records known by then as well: people do share
    theirs, and the more records there are, the more of them.

    Arguments:
        standardised   output of standardise_records
        parameters     match-model parameters (limits generic_value and generic_birth_date)
        model_version  its version, text

    Example:
        {{ generic_values(ref('standardised_records'), ref('match_model_parameters'), '1') }}
#}
{% macro generic_values(standardised, parameters, model_version) -%}
with

carried as (
    {%- for field in generic_value_fields().split() %}
    select '{{ field }}' as field, {{ field }} as value, record_id, min(known_from) as first_carried
    from {{ standardised }}
    where {{ field }} is not null
    group by {{ field }}, record_id
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

numbered as (
    select
        field,
        value,
        first_carried,
        row_number() over (
            partition by field, value order by first_carried, record_id
        ) as nth_record,
        count(*) over (partition by field, value) as record_count,
    from carried
),

counted as (
    select field, value, first_carried, nth_record, record_count
    from numbered
    where nth_record > {{ match_limit(parameters, model_version, 'generic_value') }}
),

first_seen as (
    select record_id, min(known_from) as first_known from {{ standardised }} group by record_id
),

seen_on_day as (
    select first_known, count(*) as new_records from first_seen group by first_known
),

days as (
    select known_from as known_on from {{ standardised }} group by known_from
),

known_on_day as (
    select
        days.known_on,
        sum(coalesce(seen_on_day.new_records, 0)) over (
            order by days.known_on rows between unbounded preceding and current row
        ) as records_known,
    from days
    left join seen_on_day on days.known_on = seen_on_day.first_known
),

generic as (
    select
        counted.field,
        counted.value,
        max(counted.record_count) as record_count,
        min(counted.first_carried) as generic_from,
    from counted
    inner join known_on_day on counted.first_carried = known_on_day.known_on
    where
        counted.field <> 'birth_date'
        or counted.nth_record > known_on_day.records_known
        * {{ match_limit(parameters, model_version, 'generic_birth_date') }}
    group by counted.field, counted.value
)

select * from generic
{%- endmacro %}

{#
    The standardised records with generic values blanked from the day they became generic.

    A version is split on that day, so one row says what could be matched over its whole interval.

    Arguments:
        standardised    output of standardise_records
        generic_values  output of generic_values

    Example:
        {{ mask_generic_values(ref('standardised_records'), ref('generic_values')) }}
#}
{% macro mask_generic_values(standardised, generic_values) -%}
{%- set fields = generic_value_fields().split() -%}
with

dated as (
    select
        records.*,
        {%- for field in fields %}
        generic_{{ field }}.generic_from as generic_{{ field }}_from,
        {%- endfor %}
    from {{ standardised }} as records
    {%- for field in fields %}
    left join {{ generic_values }} as generic_{{ field }}
        on
            generic_{{ field }}.field = '{{ field }}'
            and records.{{ field }} = generic_{{ field }}.value
    {%- endfor %}
),

starts as (
    select version_id, known_from as piece_from from dated
    {%- for field in fields %}
    union
    select version_id, generic_{{ field }}_from as piece_from from dated
    where generic_{{ field }}_from > known_from and generic_{{ field }}_from < known_to
    {%- endfor %}
),

pieces as (
    select
        version_id,
        piece_from,
        lead(piece_from) over (partition by version_id order by piece_from) as next_from,
    from starts
),

masked as (
    select
        case
            when pieces.piece_from = dated.known_from then dated.version_id
            else dated.record_id || '@' || cast(pieces.piece_from as varchar)
        end as version_id,
        dated.record_id,
        pieces.piece_from as known_from,
        coalesce(pieces.next_from, dated.known_to) as known_to,
        dated.source, dated.party_kind, dated.first_name, dated.first_root, dated.last_name,
        dated.generation,
        dated.org_name, dated.full_name,
        {%- for field in fields %}
        case when coalesce(dated.generic_{{ field }}_from > pieces.piece_from, true)
            then dated.{{ field }} end as {{ field }},
        {%- endfor %}
        {%- for field in ['street', 'house_number'] %}
        case when coalesce(dated.generic_address_from > pieces.piece_from, true)
            then dated.{{ field }} end as {{ field }},
        {%- endfor %}
        dated.city, dated.postcode, dated.country,
    from dated
    inner join pieces on dated.version_id = pieces.version_id
)

select * from masked
{%- endmacro %}
