{#
    A digest of the content of a record version. Pairs with equal contents have equal scores.

    Arguments:
        fingerprint  SQL expression that differs between match models

    Example:
        select *, {{ content_id("'1'") }} as content_id from masked
#}
{% macro content_id(fingerprint) -%}
    md5(
        {{ fingerprint }}
        {%- for column in [
            'source', 'party_kind', 'first_name', 'first_root', 'last_name', 'last_root',
            'generation', 'salutation', 'org_name', 'legal_form', 'full_name', 'email', 'phone',
            'address', 'street', 'house_number', 'city', 'postcode', 'country', 'birth_date',
            'national_id',
        ] %}
        || '|' || coalesce({{ column }}, '')
        {%- endfor %}
    )
{%- endmacro %}

{#
    The records with a new, deleted or changed version (content or span).

    Arguments:
        now     relation of version_id, record_id, known_to and content_id
        before  relation of the same columns

    Example:
        {{ changed_records('matchable', this) }}
#}
{% macro changed_records(now, before) -%}
    select coalesce(later.record_id, earlier.record_id) as record_id
    from {{ now }} as later
    full outer join {{ before }} as earlier on later.version_id = earlier.version_id
    where
        later.content_id is distinct from earlier.content_id
        or later.known_to is distinct from earlier.known_to
    group by coalesce(later.record_id, earlier.record_id)
{%- endmacro %}
