{#
    A hash key or hashdiff column.

    By default it hashes the same text as upstream. With the var `injective_hashing` different lists
    of values always give different strings: each part starts with its length, null differs from
    every string, and a hashdiff is sensitive to case and whitespace.

    Arguments:
        columns            a column, or a list of columns; one that begins with `!` is a constant
        alias              name of the result
        is_hashdiff        whether the result is a hashdiff: a list of columns is sorted, never null
        columns_to_escape  columns that are written in quotes (optional)
        timestamps         columns that are timestamps or dates; they are formatted
                           independently of the session (optional; beyond upstream)

    Example:
        {{ automate_dv.hash(columns=['source_system', 'customer_id'], alias='customer_hk') }}
#}
{% macro hash(
    columns=none, alias=none, is_hashdiff=false, columns_to_escape=none, timestamps=none
) -%}
    {%- do automate_dv.refuse_unknown_arguments('hash', kwargs, varargs) -%}
    {%- do automate_dv.require_arguments('hash', {'columns': columns, 'alias': alias}) -%}
    {%- do automate_dv.check_flag('hash', 'is_hashdiff', is_hashdiff or false) -%}
    {%- do automate_dv.check_new_names('hash', 'alias', [alias]) -%}
    {%- set names = automate_dv.as_list(columns) -%}
    {%- if not automate_dv.is_names(columns) -%}
        {%- do automate_dv.refuse('hash', 'columns', 'a column or a list of columns', columns) -%}
    {%- endif -%}
    {%- for name in automate_dv.as_list(timestamps) if name not in names -%}
        {%- do automate_dv.refuse(
            'hash', 'timestamps', 'columns that are hashed, without ' ~ name, timestamps
        ) -%}
    {%- endfor -%}
    {#- A project's own version for upstream does not have the argument. -#}
    {%- set beyond_upstream = {'timestamps': timestamps} if timestamps else {} -%}
    {{- adapter.dispatch('hash', 'automate_dv')(
        columns=columns, alias=alias, is_hashdiff=is_hashdiff,
        columns_to_escape=columns_to_escape, **beyond_upstream
    ) -}}
{%- endmacro %}

{% macro default__hash(columns, alias, is_hashdiff, columns_to_escape, timestamps=none) -%}
    {%- set names = automate_dv.as_list(columns) -%}
    {%- if is_hashdiff -%}
        {%- set names = names | sort -%}
    {%- endif -%}
    {%- set values = [] -%}
    {%- for name in names -%}
        {%- set column = automate_dv.escape_column_name(name)
            if name in automate_dv.as_list(columns_to_escape) else automate_dv.as_constant(name) -%}
        {%- do values.append(
            automate_dv.timestamp_text(column) if name in automate_dv.as_list(timestamps)
            else column
        ) -%}
    {%- endfor -%}
    {%- if var('injective_hashing', false) -%}
        {%- set text = automate_dv.injective_text(values, is_hashdiff) -%}
    {%- elif columns is string -%}
        {%- set text = automate_dv.normalized_text(values[0]) -%}
    {%- else -%}
        {%- set text = automate_dv.joined_text(values, is_hashdiff) -%}
    {%- endif -%}
    {{ automate_dv.hash_binary(text) }} as {{ alias }}
{%- endmacro %}

{#
    The text that upstream hashes of a list of columns: normalized parts, joined by the var
    `concat_string` (`||`), with the var `null_placeholder_string` (`^^`) for null. A key of nulls
    is null.

    Arguments:
        columns      list of columns or expressions
        is_hashdiff  whether the text is for a hashdiff, where only nulls are hashed too

    Example:
        {{ automate_dv.joined_text(['customer_id'], false) }}
#}
{% macro joined_text(columns, is_hashdiff) -%}
    {%- set separator = automate_dv.escape_quotes(var('concat_string', '||')) -%}
    {%- set placeholder = automate_dv.escape_quotes(var('null_placeholder_string', '^^')) -%}
    {%- set parts = [] -%}
    {%- for column in columns -%}
        {%- do parts.append(automate_dv.null_expression(column)) -%}
    {%- endfor -%}
    {%- set joined = parts | join(" || '" ~ separator ~ "' || ") -%}
    {%- set empty = ([placeholder] * parts | length) | join(separator) -%}
    {{ joined if is_hashdiff else 'nullif(' ~ joined ~ ", '" ~ empty ~ "')" }}
{%- endmacro %}

{#
    A part of a hashed string, normalized as upstream does: trimmed, upper case, null if empty. See
    standard_column_wrapper, which a project can override by `dispatch`.

    Arguments:
        column  a column or expression

    Example:
        {{ automate_dv.normalized_text('customer_id') }}
#}
{% macro normalized_text(column) -%}
    {{- automate_dv.standard_column_wrapper() | replace('[EXPRESSION]', column) -}}
{%- endmacro %}

{#
    A string from which a list of values can be read back: `T<length>:<text>` for each, `N` for
    null.

    The parts of a key are normalized as upstream does (trimmed, upper case, empty is null), and a
    key of nulls is null. The parts of a hashdiff are not changed.

    Arguments:
        columns      list of columns or expressions
        is_hashdiff  whether the text is for a hashdiff

    Example:
        {{ automate_dv.injective_text(["'a||b'", "'c'"], true) }}   -- T4:a||bT1:c
#}
{% macro injective_text(columns, is_hashdiff) -%}
    {%- set parts = [] -%}
    {%- for column in columns -%}
        {%- set part = 'cast(' ~ column ~ ' as ' ~ automate_dv.type_string() ~ ')' if is_hashdiff
            else automate_dv.normalized_text(column) -%}
        {%- do parts.append(
            "case when " ~ part ~ " is null then 'N' else concat('T', cast(length(" ~ part ~ ") as "
            ~ automate_dv.type_string() ~ "), ':', " ~ part ~ ") end"
        ) -%}
    {%- endfor -%}
    {%- set text = 'concat(' ~ parts | join(', ') ~ ')' -%}
    {{ text if is_hashdiff else 'nullif(' ~ text ~ ", '" ~ 'N' * columns | length ~ "')" }}
{%- endmacro %}
