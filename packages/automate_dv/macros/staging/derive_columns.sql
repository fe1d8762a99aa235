{#
    Derived columns, as the list of a select; after the columns of a relation, if one is given. A
    derived column replaces the source column of the same name.

    An expression is SQL, `!` and a string for a constant, a list of these, joined by `||`, or a
    mapping with `source_column`, one of these, and `escape: true` if its columns need quotes.

    Arguments:
        source_relation  a relation (optional)
        columns          mapping of the name of each derived column to its expression (optional)

    Example:
        {{ automate_dv.derive_columns(columns={'record_source': '!SAP.KNA1',
            'loaded_at': 'cast(_loaded_at as timestamp)', 'order_line': ['order_id', 'line']}) }}
#}
{% macro derive_columns(source_relation=none, columns=none) -%}
    {%- do automate_dv.refuse_unknown_arguments('derive_columns', kwargs, varargs) -%}
    {%- if columns is not mapping and columns is not none -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.derive_columns: the argument columns must be a mapping; it is '"
            ~ columns ~ "'"
        ) }}
    {%- endif -%}
    {%- do automate_dv.check_new_names('derive_columns', 'columns', (columns or {}) | list) -%}
    {{- adapter.dispatch('derive_columns', 'automate_dv')(
        source_relation=source_relation, columns=columns
    ) -}}
{%- endmacro %}

{% macro default__derive_columns(source_relation=none, columns=none) -%}
    {%- set selected = automate_dv.columns_except(
        automate_dv.escape_column_names(automate_dv.source_columns(source_relation)),
        (columns or {}) | list
    ) -%}
    {%- for name, given in (columns or {}).items() -%}
        {%- if given is mapping -%}
            {%- do automate_dv.check_mapping(
                'derive_columns', name, given, ['source_column'], ['escape']
            ) -%}
            {%- do automate_dv.check_flag(
                'derive_columns', name ~ '.escape', given.get('escape', false)
            ) -%}
        {%- endif -%}
        {%- set source = given.get('source_column') if given is mapping else given -%}
        {%- do automate_dv.require_arguments('derive_columns', {
            name ~ ('.source_column' if given is mapping else ''): source,
        }) -%}
        {%- set parts = [] -%}
        {%- for part in automate_dv.as_list(source) -%}
            {%- if part is not string or (automate_dv.is_list(source) and none in source) -%}
                {%- do automate_dv.refuse(
                    'derive_columns', name, 'an expression or a list of expressions', source
                ) -%}
            {%- elif not (given is mapping and given.get('escape'))
                and modules.re.match('([\\w.]*[*]$|[^!("\'`[][^("\'`[]*,|[^!].*\\bas\\s+"?\\w+"?$)',
                    part | lower | trim) -%}
                {%- do automate_dv.refuse(
                    'derive_columns', name, 'an expression of one value, without a name', part
                ) -%}
            {%- endif -%}
            {%- set value = automate_dv.as_constant(part) -%}
            {%- do parts.append(
                automate_dv.escape_column_name(value) if given is mapping and given.get('escape')
                else value
            ) -%}
        {%- endfor -%}
        {%- do selected.append(
            (parts[0] if source is string else automate_dv.concat_ws(parts)) ~ ' as ' ~ name
        ) -%}
    {%- endfor -%}
    {{ selected | join(',\n        ') }}
{%- endmacro %}

{#
    The source columns that derived columns with `escape: true` name.

    Arguments:
        derived_columns  mapping as given to stage

    Example:
        see stage
#}
{% macro escaped_columns(derived_columns) -%}
    {%- set names = [] -%}
    {%- for given in derived_columns.values() if given is mapping and given.get('escape') -%}
        {%- do names.append(given.get('source_column')) -%}
    {%- endfor -%}
    {{ return(automate_dv.as_list(names)) }}
{%- endmacro %}
