{#
    The value of a ghost record in a column: zeros in a hash, 1900-01-01 in a date or timestamp,
    null in any other, always of the column's type.

    Arguments:
        col_type  type of the column
        col_name  name of the column

    Example:
        {{ automate_dv.ghost_for_type('date', 'effective_from') }}
        gives cast('1900-01-01' as date) as effective_from
#}
{% macro ghost_for_type(col_type, col_name) -%}
    {%- set kind = col_type | lower -%}
    {%- if modules.re.match('blob|bytea|(var)?binary', kind) -%}
        {{ automate_dv.binary_ghost(alias=col_name, hash=automate_dv.hash_algorithm()) }}
    {%- elif modules.re.match('date|timestamp', kind) -%}
        {{ automate_dv.date_ghost(date_type=kind, alias=col_name) }}
    {%- else -%}
        {{ automate_dv.null_ghost(data_type=kind, alias=col_name) }}
    {%- endif -%}
{%- endmacro %}

{#
    The hash of a ghost record: as many zero bytes as a hash has.

    Arguments:
        alias  name of the result (optional)
        hash   MD5, SHA or SHA1, in any case

    Example:
        {{ automate_dv.binary_ghost(alias='customer_hk', hash='md5') }}
#}
{% macro binary_ghost(alias=none, hash=none) -%}
    {%- if not automate_dv.hash_bytes(hash) -%}
        {%- do automate_dv.refuse('binary_ghost', 'hash', 'MD5, SHA or SHA1', hash) -%}
    {%- endif -%}
    {%- do automate_dv.check_new_names('binary_ghost', 'alias', [alias] if alias else []) -%}
    {{- adapter.dispatch('binary_ghost', 'automate_dv')(alias=alias, hash=hash) -}}
{%- endmacro %}

{% macro default__binary_ghost(alias, hash) -%}
    {%- set bytes = automate_dv.hash_bytes(hash) -%}
    cast(to_binary('{{ '00' * bytes }}', 'HEX') as binary({{ bytes }}))
    {{- ' as ' ~ alias if alias }}
{%- endmacro %}

{% macro duckdb__binary_ghost(alias, hash) -%}
    unhex('{{ '00' * automate_dv.hash_bytes(hash) }}'){{ ' as ' ~ alias if alias }}
{%- endmacro %}

{#
    The date or timestamp of a ghost record, 1900-01-01.

    Arguments:
        date_type  type of the result
        alias      name of the result (optional)

    Example:
        {{ automate_dv.date_ghost('timestamp_ntz', 'loaded_at') }}
#}
{% macro date_ghost(date_type, alias=none) -%}
    {{- adapter.dispatch('date_ghost', 'automate_dv')(date_type=date_type, alias=alias) -}}
{%- endmacro %}

{% macro default__date_ghost(date_type, alias=none) -%}
    cast('1900-01-01{{ ' 00:00:00' if date_type | lower != 'date' }}' as {{ date_type }})
    {{- ' as ' ~ alias if alias }}
{%- endmacro %}

{#
    A null of a type.

    Arguments:
        data_type  type of the result
        alias      name of the result (optional)

    Example:
        {{ automate_dv.null_ghost('varchar', 'customer_name') }}
#}
{% macro null_ghost(data_type, alias=none) -%}
    {{- adapter.dispatch('null_ghost', 'automate_dv')(data_type=data_type, alias=alias) -}}
{%- endmacro %}

{% macro default__null_ghost(data_type, alias=none) -%}
    cast(null as {{ data_type }}){{ ' as ' ~ alias if alias }}
{%- endmacro %}

{#
    The hash key of the ghost record: as many zero bytes as a hash has.

    Example:
        coalesce(customer_hk, {{ automate_dv.ghost_key() }})
#}
{% macro ghost_key() -%}
    {{- automate_dv.binary_ghost(alias=none, hash=automate_dv.hash_algorithm()) -}}
{%- endmacro %}
