{#
    The rows of a landing CTE after erasure, as further CTEs. Keys of erased records are replaced by
    their pseudonyms, and personal values by null, or by `erased` where a value is required.

    Arguments:
        feed  name of the feed
        rows  name of the CTE with the cleaned rows
        salt  the salt of the register

    Example:
        {{ erased_rows('orders', 'cleaned', erasure_salt()) }}
#}
{% macro erased_rows(feed, rows, salt) -%}
{%- set declaration = feed_declaration(feed) -%}
{%- set keys = declaration.record_keys or {} -%}
{%- set erasable = erasable_columns(feed) -%}
{%- set cells = erasable.comparable + erasable.notes -%}
with_digests as (

    select
        keyed.*
        {%- for column in keys %},
        {{ erasure_digest(salt, 'record', hex_text('record_hk_' ~ loop.index)) }}
            as record_digest_{{ loop.index }}
        {%- endfor %}
        {%- for column in erasable.comparable %},
        {{ erasure_digest(salt, 'value', column) }} as value_digest_{{ loop.index }}
        {%- endfor %}
        {%- for column in cells %},
        {{ cell_digest(salt, column) }} as cell_digest_{{ loop.index }}
        {%- endfor %}
    from (
        select
            {{ rows }}.*,
            {{ erasure_digest(salt, 'row', row_text(feed)) }} as row_digest
            {%- for column, key in keys.items() %},
            {{ record_hash(column, key, 'record_hk_' ~ loop.index) }}
            {%- endfor %}
        from {{ rows }}
    ) as keyed

),

erasures as (

    select distinct
        kind,
        digest
    from {{ erasure_register() }}

),

recognised as (

    select
        with_digests.*,
        {%- for column in keys %}
        record_{{ loop.index }}.digest is not null as is_erased_record_{{ loop.index }},
        {%- endfor %}
        {%- for column in erasable.comparable %}
        value_{{ loop.index }}.digest is not null as is_erased_value_{{ loop.index }},
        {%- endfor %}
        {%- for column in cells %}
        cell_{{ loop.index }}.digest is not null as is_erased_cell_{{ loop.index }},
        {%- endfor %}
        row_0.kind in ('person_row', 'keyed_row') as is_erased_person,
        row_0.kind = 'keyed_row' as is_erased_key
    from with_digests
    {{ joined_erasures('record', keys | length) }}
    {{ joined_erasures('value', erasable.comparable | length) }}
    {{ joined_erasures('cell', cells | length) }}
    left join erasures as row_0 on with_digests.row_digest = row_0.digest

),

erased as (

    select
        {%- for name in feed_columns(feed) %}
        {{ erased_value(name, declaration, erasable) }} as {{ name }},
        {%- endfor %}
        _landed_in
    from recognised

)
{%- endmacro %}

{# The joins of rows with the register, one for each numbered digest of a kind. #}
{% macro joined_erasures(kind, count) -%}
    {%- for number in range(1, count + 1) %}
    left join erasures as {{ kind }}_{{ number }}
        on with_digests.{{ kind }}_digest_{{ number }} = {{ kind }}_{{ number }}.digest
    {%- endfor %}
{%- endmacro %}

{#
    The columns of a feed from which values are erased, as a mapping of lists: `personal`, by the
    contract; `comparable`, with a single value of a person or a digest of one; `notes`, free text.
    scripts/erasure/values.py has the same rule.

    Arguments:
        feed  name of the feed

    Example:
        see erased_rows
#}
{% macro erasable_columns(feed) -%}
    {%- set found = {'personal': [], 'comparable': [], 'notes': []} -%}
    {%- for name, column in feed_declaration(feed)['columns'].items() -%}
        {%- do found.personal.append(name) if column.is_personal -%}
        {%- if column.is_personal and not column.is_note -%}
            {%- do found.comparable.append(name) -%}
        {%- elif column.is_note -%} {%- do found.notes.append(name) -%}
        {%- elif column.kind == 'string' and not column.is_key -%}
            {%- if column.is_pseudonymous -%} {%- do found.comparable.append(name) -%}
            {%- elif not column.codes -%} {%- do found.notes.append(name) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The hub key of a key in a feed.

    Arguments:
        column  column with the key
        key     its declaration in the contract: `system` as SQL, `casing`
        alias   name of the result

    Example:
        see erased_rows
#}
{% macro record_hash(column, key, alias) -%}
    {%- set text = customer_key_text(column, key.system) if key.casing == 'ofSystem'
        else text_in_casing(column, key.casing) -%}
    {{ automate_dv.hash(columns=[key.system, text], alias=alias) }}
{%- endmacro %}

{#
    The values of a row of a feed as one text, without its delivery columns.

    Arguments:
        feed  name of the feed

    Example:
        see erased_rows
#}
{% macro row_text(feed) -%}
    '{{ feed }}'
    {%- for name in feed_declaration(feed)['columns'] %} || chr(31) || coalesce({{ name }}, '')
    {%- endfor %}
{%- endmacro %}

{#
    The digest of a cell, from the digest of its row. scripts/erasure/register.py has the same rule.

    Arguments:
        salt    the salt of the register
        column  the column of the cell

    Example:
        see erased_rows
#}
{% macro cell_digest(salt, column) -%}
    {{ erasure_digest(salt, 'cell', "row_digest || chr(31) || '" ~ column ~ "'") }}
{%- endmacro %}

{#
    A column of a feed after erasure.

    Arguments:
        name         name of the column
        declaration  of the feed, as in feed_declaration
        erasable     as in erasable_columns

    Example:
        see erased_rows
#}
{% macro erased_value(name, declaration, erasable) -%}
    {%- set keys = declaration.record_keys or {} -%}
    {%- set column = declaration['columns'].get(name, {}) -%}
    {%- set conditions = [] -%}
    {%- if name in erasable.comparable -%}
        {%- do conditions.append('is_erased_value_' ~ (erasable.comparable.index(name) + 1)) -%}
    {%- endif -%}
    {%- set cells = erasable.comparable + erasable.notes -%}
    {%- if name in cells -%}
        {%- do conditions.append('is_erased_cell_' ~ (cells.index(name) + 1)) -%}
        {%- do conditions.append('is_erased_person') -%}
    {%- endif -%}
    {%- for key in keys if name in erasable.personal -%}
        {%- do conditions.append('is_erased_record_' ~ loop.index) -%}
    {%- endfor -%}
    {%- if name in keys -%}
        {%- set number = (keys.keys() | list).index(name) + 1 -%}
        case
            when is_erased_record_{{ number }} then {{ pseudonym('record_hk_' ~ number) }}
            when is_erased_key then 'ERASED'
            else {{ name }}
        end
    {%- elif conditions -%}
        {#- An override without its value has no effect. -#}
        {%- set is_kept = column.is_required and name != 'attribute_value' -%}
        {%- set blank = "'erased'" if is_kept else 'null' -%}
        case when {{ conditions | join(' or ') }} then {{ blank }} else {{ name }} end
    {%- else -%} {{ name }}
    {%- endif -%}
{%- endmacro %}
