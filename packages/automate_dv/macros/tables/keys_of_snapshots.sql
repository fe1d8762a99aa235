{#
    The CTEs `stored` (if the satellite exists) and `all_keys`: the keys staged or stored.

    Arguments:
        src_pk    hash key column
        src_ldts  load date column

    Example:
        see standing_at_snapshots, whose CTE `staged` it reads
#}
{% macro keys_of_snapshots(src_pk, src_ldts) -%}
    {%- set known = automate_dv.is_any_incremental() -%}
    {%- if known %}
{{ automate_dv.stored_spans(src_pk, src_ldts) }}
    {%- endif %}
all_keys as (

    select {{ src_pk }} from staged
    {{ 'union' if known else 'group by ' ~ src_pk }}
    {%- if known %}
    select {{ src_pk }} from stored
    {%- endif %}

),
{%- endmacro %}
