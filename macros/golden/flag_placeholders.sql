{#
    Attribute values with the column is_placeholder: whether a value, in any spelling, is what
    people type into a mandatory field. Placeholders never become golden values.

    Arguments:
        relation  CTE or relation with the columns attribute and attribute_value

    Example:
        flagged_emails as ({{ flag_placeholders('emails') }})
#}
{% macro flag_placeholders(relation) -%}
    {%- set spellings = [
        plain_words(fold_text('attribute_value')),
        replace_pattern('attribute_value', '[^0-9]', ''),
        'lower(attribute_value)',
    ] -%}
    with distinct_values as (
        select distinct
            attribute,
            attribute_value,
            case when attribute = 'full_name' then 'name' else attribute end as field
        from {{ relation }}
        where attribute_value is not null
    ),

    value_spellings as (
        {%- for spelling in spellings %}
        select
            *,
            {{ spelling }} as spelling
        from distinct_values
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ),

    placeholders as (
        select distinct
            value_spellings.attribute,
            value_spellings.attribute_value
        from value_spellings
        inner join {{ ref('placeholder_values') }} as listed
            on
                value_spellings.spelling = listed.value
                and listed.field in ('any', value_spellings.field)
    )

    select
        {{ relation }}.*,
        placeholders.attribute_value is not null as is_placeholder
    from {{ relation }}
    left join placeholders
        on
            {{ relation }}.attribute = placeholders.attribute
            and {{ relation }}.attribute_value = placeholders.attribute_value
{%- endmacro %}
