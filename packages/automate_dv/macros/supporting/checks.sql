{#
    Raises the error of a wrong argument, with macro, argument, value and model.

    Arguments:
        macro_name  name of the calling macro
        argument    name of the argument, or of a part of it
        expected    a description of valid values
        given       its value

    Example:
        {%- do automate_dv.refuse('stage', 'source_model', 'a name', source_model) -%}
#}
{% macro refuse(macro_name, argument, expected, given) -%}
    {{ exceptions.raise_compiler_error(
        'automate_dv.' ~ macro_name ~ ': the argument ' ~ argument ~ ' must be ' ~ expected
        ~ "; it is '" ~ given ~ "'" ~ (' in ' ~ model.name if model else '')
    ) }}
{%- endmacro %}

{#
    Refuses an argument that is not true or false.

    Arguments:
        macro_name  name of the calling macro
        argument    name of the argument
        given       its value

    Example:
        {%- do automate_dv.check_flag('sat', 'is_snapshot', is_snapshot) -%}
#}
{% macro check_flag(macro_name, argument, given) -%}
    {%- if given is not boolean -%}
        {%- do automate_dv.refuse(macro_name, argument, 'true or false', given) -%}
    {%- endif -%}
{%- endmacro %}

{#
    Refuses an argument that is not a mapping, that lacks a key or that has an unknown one.

    Arguments:
        macro_name  name of the calling macro
        argument    name of the argument
        given       its value
        required    list of the keys that it must have (optional)
        optional    list of the further keys that it may have, or none if it may have any

    Example:
        {%- do automate_dv.check_mapping('pit', 'satellites', satellites) -%}
#}
{% macro check_mapping(macro_name, argument, given, required=[], optional=none) -%}
    {%- if given is not mapping -%}
        {%- do automate_dv.refuse(macro_name, argument, 'a mapping', given) -%}
    {%- endif -%}
    {%- for key in required if given.get(key) is none or given.get(key) is undefined -%}
        {%- do automate_dv.refuse(macro_name, argument, "a mapping with '" ~ key ~ "'", given) -%}
    {%- endfor -%}
    {%- for key in given if optional is not none and key not in required + optional -%}
        {%- do automate_dv.refuse(
            macro_name, argument,
            'a mapping with ' ~ (required + optional) | join(', ') ~ ", without '" ~ key ~ "'",
            given
        ) -%}
    {%- endfor -%}
{%- endmacro %}

{#
    Refuses columns that are not names or pairs of `source_column` and `alias`, several where one is
    expected, and a column that is named twice, unless in two keys.

    Arguments:
        macro_name    name of the calling macro
        single        mapping of argument name to a column, or none
        several       mapping of argument name to a column, a list of them, or none
        source_model  name of the staging model that must have them, if it exists; a list, or none
        plain         whether the macro writes the columns as they are: one is a name, not a list of
                      one, and none is a mapping (default false)

    Example:
        {%- do automate_dv.check_columns('hub', {'src_ldts': 'at'}, {'src_pk': 'hk'}, 'stg') -%}
#}
{% macro check_columns(macro_name, single, several, source_model, plain=false) -%}
    {%- for argument, given in single.items() if automate_dv.as_list(given) | length > 1
        or (plain and given is not none and given is not undefined and given is not string) -%}
        {%- do automate_dv.refuse(macro_name, argument, 'one column', given) -%}
    {%- endfor -%}
    {%- for argument, given in several.items()
        if plain and automate_dv.as_list(given) | select('mapping') | list -%}
        {%- do automate_dv.refuse(macro_name, argument, 'names of columns', given) -%}
    {%- endfor -%}
    {%- set arguments_of = {} -%}
    {%- for argument, given in dict(several, **single).items() -%}
        {%- if automate_dv.is_list(given) and none in given -%}
            {%- do automate_dv.refuse(macro_name, argument, 'names without none', given) -%}
        {%- endif -%}
        {%- for column in automate_dv.as_list(given) -%}
            {%- set pair = [column.source_column, column.alias] if column is mapping
                else [column, column] -%}
            {%- if pair | select('string') | select | list | length != 2
                or modules.re.match('[^("]*,', pair[0]) -%}
                {%- do automate_dv.refuse(
                    macro_name, argument, 'names, or mappings with source_column and alias', given
                ) -%}
            {%- endif -%}
            {%- set name = pair[1] | lower | replace('"', '') -%}
            {%- set both = [argument, arguments_of.get(name)] -%}
            {#- A column may be part of two keys; it is written once. -#}
            {%- if name in arguments_of and (
                both[0] == both[1] or 'src_payload' in both or 'src_extra_columns' in both
                or both | sort == ['src_end_date', 'src_start_date']
            ) -%}
                {%- do automate_dv.refuse(
                    macro_name, argument, 'without the column ' ~ name ~ ', which '
                    ~ arguments_of[name] ~ ' has', given
                ) -%}
            {%- endif -%}
            {%- do arguments_of.update({name: argument}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for name in automate_dv.as_list(source_model) -%}
        {%- do automate_dv.check_columns_exist(macro_name, dict(several, **single), name) -%}
    {%- endfor -%}
{%- endmacro %}

{#
    Refuses columns that a staging model does not have, if it exists. Expressions are not checked.

    Arguments:
        macro_name    name of the calling macro
        arguments     mapping of argument name to a column, a list of them, or none
        source_model  name of the staging model

    Example:
        see check_columns
#}
{% macro check_columns_exist(macro_name, arguments, source_model) -%}
    {%- set known = automate_dv.source_columns(automate_dv.relation_of(source_model))
        if flags.INTROSPECT is not false and automate_dv.asks_for_columns() else [] -%}
    {%- for argument, given in arguments.items() if known -%}
        {%- do automate_dv.check_known(
            macro_name, argument, automate_dv.column_names(given, in_staging=true), known,
            source_model
        ) -%}
    {%- endfor -%}
{%- endmacro %}

{#
    Whether to query the columns of a model, to refuse missing columns with a better message than
    that of the database. On Snowflake this is a statement for each model, so only the first load of
    an incremental table does.

    Example:
        see check_columns_exist
#}
{% macro asks_for_columns() -%}
    {{ return(adapter.dispatch('asks_for_columns', 'automate_dv')()) }}
{%- endmacro %}

{% macro default__asks_for_columns() -%} {{ return(true) }} {%- endmacro %}

{% macro snowflake__asks_for_columns() -%}
    {{ return(
        config.get('materialized') not in ['view', 'table'] and not automate_dv.is_any_incremental()
    ) }}
{%- endmacro %}

{#
    The payload of a satellite, checked: a list, or the empty list for `exclude_columns`.

    Arguments:
        macro_name   name of the calling macro
        src_payload  list of columns, or mapping with `exclude_columns` and `columns`

    Example:
        see sat and ma_sat
#}
{% macro checked_payload(macro_name, src_payload) -%}
    {%- if src_payload is not mapping or 'source_column' in src_payload -%}
        {{ return(src_payload) }}
    {%- endif -%}
    {%- do automate_dv.check_mapping(
        macro_name, 'src_payload', src_payload, ['exclude_columns'], ['columns']
    ) -%}
    {%- if src_payload['exclude_columns'] | string | lower not in ['true', 'false'] -%}
        {%- do automate_dv.refuse(
            macro_name, 'src_payload.exclude_columns', 'true or false',
            src_payload['exclude_columns']
        ) -%}
    {%- endif -%}
    {%- set names = automate_dv.as_list(src_payload.get('columns')) -%}
    {%- if names | select('string') | list != names -%}
        {%- do automate_dv.refuse(macro_name, 'src_payload.columns', 'names', names) -%}
    {%- endif -%}
    {{ return([]) }}
{%- endmacro %}
