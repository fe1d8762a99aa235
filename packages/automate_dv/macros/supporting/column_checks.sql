{#
    Refuses columns that are not names or pairs of `source_column` and `alias`, several where one is
    expected, and a column that is named twice, unless in two keys.

    Arguments:
        macro_name    name of the calling macro
        single        mapping of argument name to a column, or none
        several       mapping of argument name to a column, a list of them, or none
        source_model  name of the staging model that must have them, if it exists; a list, or none
        plain         whether columns are written as they are: one is not a list, none a mapping

    Example:
        {%- do automate_dv.check_columns('hub', {'src_ldts': 'at'}, {'src_pk': 'hk'}, 'stg') -%}
#}
{% macro check_columns(macro_name, single, several, source_model, plain=false) -%}
    {%- for argument, given in single.items()
        if automate_dv.as_list(given) | length > 1 or (plain and given and given is not string) -%}
        {%- do automate_dv.refuse(macro_name, argument, 'one column', given) -%}
    {%- endfor -%}
    {%- for argument, given in several.items()
        if plain and automate_dv.as_list(given) | select('mapping') | list -%}
        {%- do automate_dv.refuse(macro_name, argument, 'names of columns', given) -%}
    {%- endfor -%}
    {%- set arguments = dict(several, **single) -%}
    {%- for argument, given in arguments.items() -%}
        {%- if automate_dv.is_list(given) and none in given -%}
            {%- do automate_dv.refuse(macro_name, argument, 'names without none', given) -%}
        {%- endif -%}
        {%- for column in automate_dv.as_list(given) if not automate_dv.is_column(
            column, plain and argument.split('.')[0] in [
                'order_by', 'src_hashdiff', 'stage_tables_ldts'
            ]
        ) -%}
            {%- do automate_dv.refuse(
                macro_name, argument, 'names, or mappings with source_column and alias', given
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do automate_dv.check_different_columns(macro_name, arguments) -%}
    {%- for name in automate_dv.as_list(source_model) -%}
        {%- do automate_dv.check_columns_exist(macro_name, arguments, name) -%}
    {%- endfor -%}
{%- endmacro %}

{#
    Whether a value is a column: a name, or a mapping of `source_column`, which may be an
    expression, and `alias`.

    Arguments:
        column          any value
        may_be_unnamed  whether an expression without an alias is a column too

    Example:
        see check_columns
#}
{% macro is_column(column, may_be_unnamed) -%}
    {%- set source, name = [column.source_column, column.alias] if column is mapping
        else [column, column] -%}
    {%- set may_be_expression = column is mapping or may_be_unnamed -%}
    {%- if source is not string or name is not string or modules.re.match('[^("]*,', source)
        or (column is mapping and column | length > 2) -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set is_source = automate_dv.is_column_name(source) or (may_be_expression and (
        automate_dv.is_expression(source)
        or modules.re.search('\\w\\s*([-+*/%<>=]|[|][|])|\\bend$|^[0-9.]+$', source | lower)
    )) -%}
    {{ return(true if is_source and (automate_dv.is_column_name(name) or may_be_unnamed)
        else false) }}
{%- endmacro %}

{#
    Refuses a column that is named twice, unless the names are in two arguments that may share it: a
    column may be part of two keys, or both a start and a source time; it is written once.

    Arguments:
        macro_name  name of the calling macro
        arguments   mapping of argument name to a column, a list of them, or none

    Example:
        see check_columns
#}
{% macro check_different_columns(macro_name, arguments) -%}
    {%- set arguments_of = {} -%}
    {%- set different = [
        ['src_hashdiff', 'src_pk'], ['src_cdk', 'src_pk'], ['src_eff', 'src_source'],
        ['src_ldts', 'src_source'], ['src_end_date', 'src_start_date'], ['src_dfk', 'src_sfk'],
    ] -%}
    {%- if automate_dv.as_list(arguments.get('src_pk')) | length == 1 -%}
        {%- do different.append(['src_fk', 'src_pk']) -%}
    {%- endif -%}
    {%- for argument, given in arguments.items() -%}
        {%- for column in automate_dv.column_names(given) -%}
            {%- set name = column | lower | replace('"', '') -%}
            {%- set both = [argument, arguments_of.get(name, '')] -%}
            {%- if name in arguments_of and (
                both[0] == both[1] or 'src_payload' in both or 'src_extra_columns' in both
                or both | sort in different
            ) -%}
                {%- do automate_dv.refuse(
                    macro_name, argument, 'without the column ' ~ name ~ ', which '
                    ~ arguments_of[name] ~ ' has', given
                ) -%}
            {%- endif -%}
            {%- do arguments_of.update({name: argument}) -%}
        {%- endfor -%}
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
    Whether a value is a name that SQL accepts as a column, in quotes or not.

    Arguments:
        given  any value

    Example:
        see check_columns and check_new_names
#}
{% macro is_column_name(given) -%}
    {{ return(
        given is string and modules.re.fullmatch(
            '[^\\W\\d][\\w$]*|"[^"]+"|`[^`]+`|\\[[^]]+\\]', given
        ) is not none
    ) }}
{%- endmacro %}
