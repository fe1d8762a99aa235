{#
    The body of hubs and links: of each key the row with the earliest load date, if it is new.

    Arguments:
        columns       all columns of the result, in order
        required      columns that must not be null, the key among them
        src_pk        hash key column, or a list
        src_ldts      load date column
        src_source    record source column
        source_model  name of the staging model, or a list

    Example:
        see hub and link
#}
{% macro first_sights(columns, required, src_pk, src_ldts, src_source, source_model) -%}
    {%- set keys = automate_dv.column_names(src_pk) -%}
    {%- set names = {
        'ldts': automate_dv.column_names(src_ldts)[0], 'source': automate_dv.column_names(src_source)[0],
    } if src_ldts and src_source -%}
    {%- set ties = automate_dv.column_names([src_ldts, src_source] + columns) | unique -%}
with

staged as (
    {% for name in automate_dv.as_list(source_model) %}
    select {{ automate_dv.select_list(columns) }}
    from {{ automate_dv.source_rows(name) }}
    where {{ automate_dv.multikey(automate_dv.source_names(required), condition='is not null') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

first_sights as (

    select * from staged
    qualify row_number() over (
        partition by {{ keys | join(', ') }}
        order by {{ ties | join(', ') }}
    ) = 1

),

new_rows as (

    select first_sights.*
    from first_sights
    {%- if automate_dv.is_any_incremental() %}
    where not exists (
        select 1 from {{ this }} as stored
        where
            {{ automate_dv.multikey(keys, prefix=['stored', 'first_sights'], condition='=') }}
            {%- if config.get('meta', {}).get('keeps_earliest') %}
            and (
                stored.{{ names.ldts }} < first_sights.{{ names.ldts }}
                or (
                    stored.{{ names.ldts }} = first_sights.{{ names.ldts }}
                    and stored.{{ names.source }} <= first_sights.{{ names.source }}
                )
            )
            {%- endif %}
    )
    {%- endif %}

)

select * from new_rows
{%- endmacro %}
