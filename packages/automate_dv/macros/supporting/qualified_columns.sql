{#
    Columns qualified by the name of their relation.

    Arguments:
        columns       list of columns
        prefix_str    name of the relation
        alias_target  which name of a column with `source_column` and `alias`: `source` (default)
                      or `target`; none is `source`

    Example:
        {{ automate_dv.prefix(['customer_hk', 'loaded_at'], 'stored') }}
        gives stored.customer_hk, stored.loaded_at
#}
{% macro prefix(columns=none, prefix_str=none, alias_target='source') -%}
    {%- do automate_dv.require_arguments(
        'prefix', {'columns': columns, 'prefix_str': prefix_str}
    ) -%}
    {%- if alias_target not in ['source', 'target', none] -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.prefix: alias_target must be 'source' or 'target'; it is '"
            ~ alias_target ~ "'"
        ) }}
    {%- endif -%}
    {{- adapter.dispatch('prefix', 'automate_dv')(
        columns=columns, prefix_str=prefix_str, alias_target=alias_target
    ) -}}
{%- endmacro %}

{% macro default__prefix(columns, prefix_str, alias_target='source') -%}
    {%- for name in automate_dv.column_names(columns, in_staging=alias_target != 'target') -%}
        {{ prefix_str }}.{{ name }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#
    A column for a select list: `prefix.source_column as alias`, or the name alone.

    Arguments:
        alias_config  a name, or a mapping with `source_column` and `alias`
        prefix        name of the relation (optional)

    Example:
        {{ automate_dv.alias({'source_column': 'a', 'alias': 'b'}, 'staged') }}
        gives staged.a as b
#}
{% macro alias(alias_config=none, prefix=none) -%}
    {%- do automate_dv.require_arguments('alias', {'alias_config': alias_config}) -%}
    {{- adapter.dispatch('alias', 'automate_dv')(alias_config=alias_config, prefix=prefix) -}}
{%- endmacro %}

{% macro default__alias(alias_config, prefix=none) -%}
    {{ prefix ~ '.' if prefix }}{{ automate_dv.select_list(alias_config) }}
{%- endmacro %}

{#
    Columns for a select list, each as returned by alias.

    Arguments:
        columns  list of columns
        prefix   name of the relation (optional)

    Example:
        {{ automate_dv.alias_all(['order_hk', {'source_column': 'a', 'alias': 'b'}], 'staged') }}
        gives staged.order_hk, staged.a as b
#}
{% macro alias_all(columns=none, prefix=none) -%}
    {%- do automate_dv.require_arguments('alias_all', {'columns': columns}) -%}
    {{- adapter.dispatch('alias_all', 'automate_dv')(columns=columns, prefix=prefix) -}}
{%- endmacro %}

{% macro default__alias_all(columns, prefix=none) -%}
    {%- for column in automate_dv.as_list(columns) -%}
        {{ automate_dv.alias(column, prefix) }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#
    A condition over each column of a key, joined by an operator.

    Arguments:
        columns    a column, or a list of columns
        prefix     name of a relation; a list of two compares their columns
        condition  the operator after each column, or between the two: 'is not null', '=', ...;
                    optional unless prefix is a list of two
        operator   the operator between the conditions (default `and`)

    Example:
        {{ automate_dv.multikey(['a', 'b'], prefix=['x', 'y'], condition='=') }}
        gives (x.a = y.a and x.b = y.b)
#}
{% macro multikey(columns=none, prefix=none, condition=none, operator='and') -%}
    {%- do automate_dv.require_arguments('multikey', {'columns': columns}) -%}
    {%- set sides = automate_dv.as_list(prefix) -%}
    {%- if sides | length > 2 -%}
        {%- do automate_dv.refuse('multikey', 'prefix', 'one name or two', prefix) -%}
    {%- elif condition is not none and condition is not string -%}
        {%- do automate_dv.refuse('multikey', 'condition', 'an operator', condition) -%}
    {%- elif sides | length == 2 and not condition -%}
        {%- do automate_dv.refuse('multikey', 'condition', 'an operator', condition) -%}
    {%- elif operator | lower not in ['and', 'or'] -%}
        {%- do automate_dv.refuse('multikey', 'operator', 'and or or', operator) -%}
    {%- endif -%}
    {{- adapter.dispatch('multikey', 'automate_dv')(
        columns=columns, prefix=prefix, condition=condition, operator=operator
    ) -}}
{%- endmacro %}

{% macro default__multikey(columns, prefix=none, condition=none, operator='and') -%}
    {%- set sides, terms = automate_dv.as_list(prefix), [] -%}
    {%- for column in automate_dv.column_names(columns) -%}
        {%- if sides | length == 2 -%}
            {%- do terms.append(
                sides[0] ~ '.' ~ column ~ ' ' ~ condition ~ ' ' ~ sides[1] ~ '.' ~ column
            ) -%}
        {%- else -%}
            {%- do terms.append(
                ((sides[0] ~ '.' if sides else '') ~ column ~ ' ' ~ (condition or '')) | trim
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ '(' if terms | length > 1 }}
    {{- terms | join(' ' ~ operator ~ ' ') -}}
    {{ ')' if terms | length > 1 }}
{%- endmacro %}
