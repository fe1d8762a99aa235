{#
    The CTE `standing`: the status of each key at each affected snapshot, as that snapshot tells if
    it is staged, else as the satellite knows it. What is stored stays as it is.

    Arguments:
        src_pk      hash key column
        src_ldts    load date column
        src_source  record source column

    Example:
        see status_sat, whose CTEs `staged` and `affected` it reads
#}
{% macro standing_at_snapshots(src_pk, src_ldts, src_source) -%}
    {%- set known = automate_dv.is_any_incremental() -%}
{{ automate_dv.keys_of_snapshots(src_pk, src_ldts) }}

standing as (

    select
        all_keys.{{ src_pk }},
        affected.{{ src_ldts }},
        affected.{{ src_source }},
        case
            {%- if known %}
            when stored.{{ src_ldts }} = affected.{{ src_ldts }} or not affected.is_staged
                then coalesce(stored.status, 'DELETED')
            {%- endif %}
            when staged.{{ src_pk }} is not null then 'ACTIVE'
            else 'DELETED'
        end as status,
        {%- if known %}
        coalesce(stored.{{ src_ldts }} = affected.{{ src_ldts }}, false) as is_stored
        {%- else %}
        false as is_stored
        {%- endif %}
    from all_keys
    cross join affected
    left join staged
        on
            all_keys.{{ src_pk }} = staged.{{ src_pk }}
            and affected.{{ src_ldts }} = staged.{{ src_ldts }}
    {%- if known %}
    left join stored
        on
            all_keys.{{ src_pk }} = stored.{{ src_pk }}
            and affected.{{ src_ldts }} >= stored.{{ src_ldts }}
            and affected.{{ src_ldts }} < stored.status_until
    {%- endif %}

),
{%- endmacro %}
