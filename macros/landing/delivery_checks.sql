{#
    The checks of the delivery columns, which every feed has: a load time as the contracts declare
    it, not before 2000 and not after the calendar, and a readable batch and source. The source of a
    line that is not a row has the reason, as `make deliver` writes it.
    The bounds do not depend on the clock, so a rebuild rejects the same rows.

    Example:
        {% set checks = delivery_checks() + column_checks('orders') %}
#}
{% macro delivery_checks() -%}
    {%- set loaded_at = parse_timestamp('_loaded_at') -%}
    {%- set checks -%}
    case
        when _record_source like '%, line % has % fields, the header %'
            then 'wrong_number_of_fields'
        when _record_source like '%, line % is not JSON (%' then 'invalid_json'
        when {{ loaded_at }} is null then 'invalid_timestamp in _loaded_at'
        when {{ loaded_at }} < cast('2000-01-01' as {{ type_timestamp() }})
            or cast({{ loaded_at }} as date) > cast(
                {{ text_literal(var('calendar_until')) }} as date
            )
            then 'out_of_range in _loaded_at'
    end
    {%- endset -%}
    {{ return([checks, readable_text('_batch_id'), readable_text('_record_source')]) }}
{%- endmacro %}

{#
    The check of a string that identifies a delivery: present, and at most 200 characters.

    Arguments:
        column  name of the column

    Example:
        see delivery_checks
#}
{% macro readable_text(column) -%}
    case
        when {{ column }} is null then 'missing_text in {{ column }}'
        when length({{ column }}) > 200 then 'invalid_text in {{ column }}'
    end
{%- endmacro %}

{#
    The batch of a delivered row by its name in the register of deliveries, which also names rows
    without a batch.

    Arguments:
        column  name of the column

    Example:
        {{ batch_of_row() }} as batch_id
#}
{% macro batch_of_row(column='_batch_id') -%}
    case when coalesce(trim({{ column }}), '') = '' then '(none)' else {{ column }} end
{%- endmacro %}
