{#
    Refuses arguments that a macro does not have.

    Arguments:
        macro_name  name of the calling macro
        by_name     its `kwargs`
        by_place    its `varargs`

    Example:
        see hub
#}
{% macro refuse_unknown_arguments(macro_name, by_name, by_place) -%}
    {%- set place = ' in ' ~ model.name if model else '' -%}
    {%- for name, given in by_name.items() -%}
        {{ exceptions.raise_compiler_error(
            'automate_dv.' ~ macro_name ~ ': the argument ' ~ name ~ " does not exist; it is '"
            ~ given ~ "'" ~ place
        ) }}
    {%- endfor -%}
    {%- for given in by_place -%}
        {{ exceptions.raise_compiler_error(
            'automate_dv.' ~ macro_name ~ ": the argument list has one value too many; it is '"
            ~ given ~ "'" ~ place
        ) }}
    {%- endfor -%}
{%- endmacro %}

{#
    Refuses an argument that is not the name of a model.

    Arguments:
        macro_name  name of the calling macro
        argument    name of the argument
        given       its value
        several     whether it may be a list of names (default false)

    Example:
        see hub
#}
{% macro check_model_names(macro_name, argument, given, several=false) -%}
    {%- set is_several = several and automate_dv.is_list(given, empty_is_false=true) -%}
    {%- for name in (given if is_several else [given]) if name is not string or not name -%}
        {%- do automate_dv.refuse(
            macro_name, argument,
            'the name of a model' ~ (' or a list of names' if several), given
        ) -%}
    {%- endfor -%}
{%- endmacro %}

{#
    Refuses an argument that is not a mapping of one name to one column.

    Arguments:
        macro_name  name of the calling macro
        argument    name of the argument
        given       its value

    Example:
        see pit and xts
#}
{% macro check_pair(macro_name, argument, given) -%}
    {%- do automate_dv.check_mapping(macro_name, argument, given) -%}
    {%- set names = given | list + given.values() | list -%}
    {%- if names | select('string') | select | list | length != 2 or names | length != 2 -%}
        {%- do automate_dv.refuse(
            macro_name, argument, 'a mapping of one name to one column', given
        ) -%}
    {%- endif -%}
{%- endmacro %}

{#
    Refuses switches among the vars and the settings of the running model that are not true or
    false: the string 'false' would count as true.

    Arguments:
        macro_name  name of the calling macro

    Example:
        see require_arguments
#}
{% macro check_switches(macro_name) -%}
    {%- set switches = {
        'var enable_ghost_records': var('enable_ghost_records', false),
        'var injective_hashing': var('injective_hashing', false),
        'var replay_safe_loading': var('replay_safe_loading', false),
    } -%}
    {%- for key in ['apply_source_filter', 'is_auto_end_dating', 'keeps_corrections',
        'keeps_earliest'] if execute and model -%}
        {%- do switches.update({
            'config or meta key ' ~ key: automate_dv.config_meta_get(key, false)
        }) -%}
    {%- endfor -%}
    {%- for name, given in switches.items() if given is not boolean -%}
        {{ exceptions.raise_compiler_error(
            'automate_dv.' ~ macro_name ~ ': the ' ~ name ~ " must be true or false; it is '"
            ~ given ~ "'" ~ (' in ' ~ model.name if model else '')
        ) }}
    {%- endfor -%}
    {%- do automate_dv.check_replaces_rows(macro_name) -%}
{%- endmacro %}

{#
    Refuses as-of dates and staging models that are not names, or lack a column.

    Arguments:
        macro_name         name of the calling macro
        as_of_dates_table  its argument
        stage_tables_ldts  its argument
        staged_key         hash key column that the staging models must have, or none

    Example:
        see pit and bridge
#}
{% macro check_points_in_time(macro_name, as_of_dates_table, stage_tables_ldts, staged_key) -%}
    {%- if as_of_dates_table is mapping -%}
        {%- do automate_dv.check_pair(macro_name, 'as_of_dates_table', as_of_dates_table) -%}
    {%- else -%}
        {%- do automate_dv.check_model_names(
            macro_name, 'as_of_dates_table', as_of_dates_table
        ) -%}
    {%- endif -%}
    {%- do automate_dv.check_columns_exist(
        macro_name, {'as_of_dates_table': 'as_of_date'}, as_of_dates_table
    ) -%}
    {%- do automate_dv.check_mapping(macro_name, 'stage_tables_ldts', stage_tables_ldts) -%}
    {%- for name, ldts in stage_tables_ldts.items() -%}
        {%- set argument = 'stage_tables_ldts.' ~ name -%}
        {%- do automate_dv.check_columns(macro_name, {argument: ldts}, {}, none, plain=true) -%}
        {%- do automate_dv.check_columns_exist(
            macro_name, {argument: ldts, 'src_pk': staged_key}, name
        ) -%}
    {%- endfor -%}
{%- endmacro %}

{#
    Refuses names of new columns that are not valid in SQL, or that occur twice.

    Arguments:
        macro_name  name of the calling macro
        argument    name of the argument
        names       list of the names

    Example:
        see stage
#}
{% macro check_new_names(macro_name, argument, names) -%}
    {%- set seen = [] -%}
    {%- for name in names -%}
        {%- if not automate_dv.is_column_name(name) -%}
            {%- do automate_dv.refuse(
                macro_name, argument, 'a name, in quotes if it is not one in SQL', name
            ) -%}
        {%- elif name | lower | replace('"', '') in seen -%}
            {%- do automate_dv.refuse(macro_name, argument, 'without a name twice', names) -%}
        {%- endif -%}
        {%- do seen.append(name | lower | replace('"', '')) -%}
    {%- endfor -%}
{%- endmacro %}
