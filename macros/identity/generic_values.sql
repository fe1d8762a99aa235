{#
    A limit of a match model version, as a scalar subquery.

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
        where
            model_version = {{ text_literal(model_version) }}
            and kind = 'limit'
            and field = '{{ limit }}'
    )
{%- endmacro %}

{#
    The fields that are checked for generic values, as one string: these macros are also rendered
    outside dbt, where `return` does not exist.

    Example:
        {% for field in generic_value_fields().split() %} ... {% endfor %}
#}
{% macro generic_value_fields() -%}
    email phone address national_id birth_date
{%- endmacro %}

{#
    The value by which the records of a field are counted. An address is counted with its postcode,
    or else its city, because the same street and number exist in many places.

    Arguments:
        field     one of generic_value_fields
        relation  name of the relation with its columns

    Example:
        {{ counted_value('address', 'records') }}   -- 'HAUPT STR 5, 1067'
#}
{% macro counted_value(field, relation) -%}
    {{ relation }}.{{ field }}
    {%- if field == 'address' -%}
        {{ " " }}|| coalesce(', ' || coalesce({{ relation }}.postcode, {{ relation }}.city), '')
    {%- endif -%}
{%- endmacro %}

{#
    The generic values, shared by too many records to be evidence, each with the day from which it
    is generic.

    A birth date must also exceed a share of all records loaded by that day, because the number of
    people with the same birth date grows with the number of records.

    Arguments:
        standardised   output of standardise_records
        parameters     match-model parameters (limits generic_value and generic_birth_date)
        model_version  its version, text

    Example:
        {{ generic_values(ref('standardised_records'), ref('match_model_parameters'), '1') }}
#}
{% macro generic_values(standardised, parameters, model_version) -%}
with

record_values as (
    {%- for field in generic_value_fields().split() %}
    select
        '{{ field }}' as field,
        {{ counted_value(field, 'records') }} as value,
        records.record_id,
        min(records.known_from) as first_carried,
    from {{ standardised }} as records
    where records.{{ field }} is not null
    group by {{ counted_value(field, 'records') }}, records.record_id
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

numbered_records as (
    select
        field,
        value,
        first_carried,
        row_number() over (
            partition by field, value order by first_carried, record_id
        ) as nth_record,
        count(*) over (partition by field, value) as record_count,
    from record_values
),

values_over_limit as (
    select field, value, first_carried, nth_record, record_count
    from numbered_records
    where nth_record > {{ match_limit(parameters, model_version, 'generic_value') }}
),

first_loads as (
    select record_id, min(known_from) as first_known from {{ standardised }} group by record_id
),

new_records_by_day as (
    select first_known, count(*) as new_records from first_loads group by first_known
),

days as (
    select known_from as known_on from {{ standardised }} group by known_from
),

records_by_day as (
    select
        days.known_on,
        sum(coalesce(new_records_by_day.new_records, 0)) over (
            order by days.known_on rows between unbounded preceding and current row
        ) as records_known,
    from days
    left join new_records_by_day on days.known_on = new_records_by_day.first_known
),

generic_values as (
    select
        values_over_limit.field,
        values_over_limit.value,
        max(values_over_limit.record_count) as record_count,
        min(values_over_limit.first_carried) as generic_from,
    from values_over_limit
    inner join records_by_day on values_over_limit.first_carried = records_by_day.known_on
    where
        values_over_limit.field <> 'birth_date'
        or values_over_limit.nth_record > records_by_day.records_known
        * {{ match_limit(parameters, model_version, 'generic_birth_date') }}
    group by values_over_limit.field, values_over_limit.value
)

select * from generic_values
{%- endmacro %}

{#
    The standardised records, with generic values set to null from the day on which they became
    generic.

    A version is split on that day, so that each row has the same values over its whole span.

    Arguments:
        standardised    output of standardise_records
        generic_values  output of generic_values
        fields          those of generic_value_fields that records have, as one string (optional)

    Example:
        {{ mask_generic_values(ref('standardised_records'), ref('generic_values')) }}
#}
{% macro mask_generic_values(standardised, generic_values, fields=none) -%}
{%- set checked = (fields or generic_value_fields()).split() -%}
{%- set counted = {'address': counted_value('address', 'records')} -%}
with

dated_values as (
    select
        record_values.version_id,
        {%- for field in checked %}
        max(case when record_values.field = '{{ field }}' then generic_values.generic_from end)
            as generic_{{ field }}_from,
        {%- endfor %}
    from ({{ field_values(standardised, checked, counted) }}) as record_values
    inner join {{ generic_values }} as generic_values
        on
            record_values.field = generic_values.field
            and record_values.value = generic_values.value
    group by record_values.version_id
),

dated_records as (
    select
        records.*,
        {%- for field in checked %}
        dated_values.generic_{{ field }}_from,
        {%- endfor %}
    from {{ standardised }} as records
    left join dated_values on records.version_id = dated_values.version_id
),

part_starts as (
    select version_id, known_from as part_from from dated_records
    {%- for field in checked %}
    union
    select version_id, generic_{{ field }}_from as part_from from dated_records
    where generic_{{ field }}_from > known_from and generic_{{ field }}_from < known_to
    {%- endfor %}
),

parts as (
    select
        version_id,
        part_from,
        lead(part_from) over (partition by version_id order by part_from) as next_from,
    from part_starts
),

masked_records as (
    select
        case
            when parts.part_from = dated_records.known_from then dated_records.version_id
            else dated_records.record_id || '@' || {{ date_text('parts.part_from') }}
        end as version_id,
        dated_records.record_id,
        parts.part_from as known_from,
        coalesce(parts.next_from, dated_records.known_to) as known_to,
        dated_records.source, dated_records.party_kind, dated_records.first_name,
        dated_records.first_root, dated_records.last_name, dated_records.last_root,
        dated_records.generation, dated_records.salutation, dated_records.org_name,
        dated_records.legal_form, dated_records.full_name,
        {%- for field in generic_value_fields().split() + ['street', 'house_number'] %}
        {%- set value = 'address' if field in ('street', 'house_number') else field %}
        {%- if value in checked %}
        case when coalesce(dated_records.generic_{{ value }}_from > parts.part_from, true)
            then dated_records.{{ field }} end as {{ field }},
        {%- else %}
        dated_records.{{ field }},
        {%- endif %}
        {%- endfor %}
        dated_records.city, dated_records.postcode, dated_records.country,
    from dated_records
    inner join parts on dated_records.version_id = parts.version_id
)

select * from masked_records
{%- endmacro %}
