{#
    Live values with the country by whose rules they are read, as ISO code: that of their record, or
    else the only one among the records of the golden customer; null if there is none or several.

    Arguments:
        relation       CTE with rows as in golden_candidates
        country_names  name, country

    Example:
        values_with_country as ({{ with_country('live_values', ref('country_names')) }})
#}
{% macro with_country(relation, country_names) -%}
    {%- set keys = ['time_axis', 'customer_uid', 'changed_at', 'customer_hk'] -%}
    with

    distinct_countries as (
        select attribute_value, {{ fold_text('attribute_value') }} as folded
        from {{ relation }}
        where attribute = 'country'
        group by attribute_value
    ),

    countries as (
        select distinct_countries.attribute_value, names.country
        from distinct_countries
        inner join {{ country_names }} as names
            on {{ plain_words('distinct_countries.folded') }} = names.name
    ),

    record_countries as (
        select
            {%- for key in keys %}
            live_countries.{{ key }},
            {%- endfor %}
            coalesce(
                max(case when live_countries.override_id is not null then countries.country end),
                max(countries.country)
            ) as country
        from {{ relation }} as live_countries
        inner join countries on live_countries.attribute_value = countries.attribute_value
        where live_countries.attribute = 'country'
        group by
            {%- for key in keys %}
            live_countries.{{ key }}{{ ',' if not loop.last }}
            {%- endfor %}
    ),

    customer_countries as (
        select time_axis, customer_uid, changed_at, min(country) as country
        from record_countries
        group by time_axis, customer_uid, changed_at
        having min(country) = max(country)
    )

    select
        live.*,
        coalesce(record_countries.country, customer_countries.country) as country
    from {{ relation }} as live
    left join record_countries
        on
            live.attribute in ('phone', 'postcode', 'city')
            {%- for key in keys %}
            and live.{{ key }} = record_countries.{{ key }}
            {%- endfor %}
    left join customer_countries
        on
            live.attribute in ('phone', 'postcode', 'city')
            {%- for key in keys[:3] %}
            and live.{{ key }} = customer_countries.{{ key }}
            {%- endfor %}
{%- endmacro %}

{#
    Live values with their golden form; null if the value is not understood.

    A name that is not in mixed case takes the spelling of a record with the same name in mixed
    case, and a mailbox with a tag that of a record without the tag. A name that a steward set stays
    as it is.

    Arguments:
        relation  CTE, output of with_country
        forms     CTE, output of golden_forms

    Example:
        values_with_form as ({{ with_golden_form('values_with_country', 'forms') }})
#}
{% macro with_golden_form(relation, forms) -%}
    with

    own_forms as (
        select
            live.*,
            case
                when live.override_id is not null and live.attribute = 'full_name'
                    then live.attribute_value
                when live.attribute in ({{ quoted_golden_fields() }}) then forms.golden_form
                else live.attribute_value
            end as own_form,
            coalesce(forms.is_clean, true) or live.override_id is not null as is_clean,
            forms.spelling_key
        from {{ relation }} as live
        left join {{ forms }} as forms
            on
                live.attribute = forms.attribute
                and live.attribute_value = forms.attribute_value
                and live.country is not distinct from forms.country
    ),

    clean_spellings as (
        select time_axis, customer_uid, changed_at, attribute, spelling_key, own_form
        from own_forms
        where spelling_key is not null and is_clean
        qualify row_number() over (
            partition by time_axis, customer_uid, changed_at, attribute, spelling_key
            order by effective_from desc, customer_hk asc, own_form asc
        ) = 1
    )

    select
        own_forms.time_axis,
        own_forms.customer_uid,
        own_forms.changed_at,
        own_forms.customer_hk,
        own_forms.source_system,
        own_forms.attribute,
        own_forms.attribute_value,
        coalesce(clean_spellings.own_form, own_forms.own_form) as golden_form,
        own_forms.override_id,
        own_forms.effective_from
    from own_forms
    left join clean_spellings
        on
            not own_forms.is_clean
            and own_forms.time_axis = clean_spellings.time_axis
            and own_forms.customer_uid = clean_spellings.customer_uid
            and own_forms.changed_at = clean_spellings.changed_at
            and own_forms.attribute = clean_spellings.attribute
            and own_forms.spelling_key = clean_spellings.spelling_key
{%- endmacro %}
