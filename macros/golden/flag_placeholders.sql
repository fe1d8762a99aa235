{#
    Attribute values with the column is_placeholder: whether a value, in any spelling, is one that
    people type to fill a mandatory field, by list or by pattern. Placeholders never become golden
    values. Those that only their frequency reveals are in `frequent_values`.

    Arguments:
        relation  CTE or relation with the columns attribute and attribute_value

    Example:
        flagged_emails as ({{ flag_placeholders('emails') }})
#}
{% macro flag_placeholders(relation) -%}
    with distinct_values as (
        select
            attribute,
            attribute_value,
            case when attribute = 'full_name' then 'name' else attribute end as field,
            {{ plain_words(fold_text('attribute_value')) }} as words,
            {{ replace_pattern('attribute_value', '[^0-9]', '') }} as digits,
            lower(attribute_value) as lower_value
        from (
            select distinct
                attribute,
                attribute_value
            from {{ relation }}
            where attribute_value is not null
        ) as given
    ),

    value_spellings as (
        {%- for spelling in ['words', 'digits', 'lower_value'] %}
        select
            *,
            {{ spelling }} as spelling
        from distinct_values
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ),

    placeholders as (
        select
            value_spellings.attribute,
            value_spellings.attribute_value
        from value_spellings
        inner join {{ ref('placeholder_values') }} as listed
            on
                value_spellings.spelling = listed.value
                and listed.field in ('any', value_spellings.field)
        union
        select
            attribute,
            attribute_value
        from distinct_values
        where {{ looks_like_placeholder() }}
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

{#
    Whether a value has the pattern of a placeholder: no letter or digit, one repeated character,
    adjacent keys of a keyboard, no-reply and the like. It reads the columns of distinct_values.
#}
{% macro looks_like_placeholder() -%}
    {%- set mailboxes = 'no|none|na|n[.]a[.]?|null|nil|xx+|test[0-9]*|dummy|unknown|unbekannt|keine'
        ~ '|anonym(ous)?|asdf+|qwert[yz]|no[._-]?e?-?mail|no[._-]?reply|do[._-]?not[._-]?reply' -%}
    {%- set people = 'USER|CUSTOMER|KUNDE|NAME|ACCOUNT|PERSON|COMPANY|CLIENT|[0-9]+' -%}
    {%- set no_ones = 'TEST|DUMMY|UNKNOWN|UNBEKANNT|ANONYM(OUS)?' -%}
    case
        when words is null then true
        when field in ('name', 'city')
            then {{ matches_pattern('words', '[0-9 ]+|ASDF.*|QWERT[YZ].*|X[X ]*') }}
                or (length(words) >= 3 and replace(words, left(words, 1), '') = '')
                or (field = 'name' and {{ matches_pattern(
                    'words', '(' ~ no_ones ~ ')( (' ~ no_ones ~ '|' ~ people ~ '))*'
                ) }})
        when field = 'phone'
            then digits = '' or replace(digits, left(digits, 1), '') = ''
                or digits like '%123456789%' or digits like '%987654321%'
                or {{ matches_pattern('digits', '(1?[2-9][0-9][0-9])?55501[0-9][0-9]') }}
        when field = 'postcode'
            then {{ matches_pattern('words', '0[0 ]*|9[9 ]*|X[X ]*') }}
        when field = 'email'
            then {{ matches_pattern('lower_value', '(' ~ mailboxes ~ ')@.*') }}
                or {{ matches_pattern(
                    'lower_value', '.*@(none|invalid|unknown|no-?e?-?mail)([.].*)?|.*[.]invalid'
                ) }}
        else false
    end
{%- endmacro %}
