{#
    The rows of a staging model, with `is_conflicting`: whether the row contradicts
    another one about the same key, load time and source time. The row staged first counts;
    within one run, the row from the file whose name sorts first. The vault is loaded from the
    others only, and delivery_conflicts lists the conflicting ones.

    Several states of a key in one delivery, with different source times, do not conflict. A row
    that an acceptance delivers again does not conflict with a delivered one either:
    mark_corrected_rows decides between them.

    Arguments:
        rows  name of the CTE with the typed and hashed rows
        feed  name of the feed

    Example:
        {{ flag_conflicts('hashed', 'orders') }}
#}
{% macro flag_conflicts(rows, feed) -%}
    {%- set same = conflict_key(feed) + ['effective_from', 'loaded_at'] -%}
    {%- set is_accepted = is_accepted_load(rows ~ '.landed_in') -%}
    {%- set compares = is_later_load() and stored_columns(['is_conflicting']) != [] -%}
    select
        staged.* exclude (row_digest, kept_digest, is_accepted),
        row_digest <> coalesce(
            kept_digest,
            first_value(row_digest) over (
                partition by {{ same | join(', ') }}, is_accepted
                order by landed_in, row_digest
            )
        ) as is_conflicting
    from (
        select
            {{ rows }}.*,
            {{ row_digest(rows) }} as row_digest,
            {{ 'kept.row_digest' if compares else 'cast(null as ' ~ digest_type() ~ ')' }}
                as kept_digest,
            {{ is_accepted }} as is_accepted
        from {{ rows }}
        {%- if compares %}
        left join (
            select
                {{ same | join(', ') }},
                {{ is_accepted_load('landed_in') }} as is_accepted,
                min({{ row_digest('stored') }}) as row_digest
            from {{ this }} as stored
            where
                loaded_at in (select loaded_at from {{ rows }})
                and landed_in not in ({{ pending_loads('landing_' ~ feed) }})
                and not coalesce(is_conflicting, false)
            group by {{ same | join(', ') }}, {{ is_accepted_load('landed_in') }}
        ) as kept
            on
                kept.is_accepted = {{ is_accepted }}
                {%- for column in same %}
                and {{ rows }}.{{ column }} is not distinct from kept.{{ column }}
                {%- endfor %}
        {%- endif %}
    ) as staged
{%- endmacro %}

{#
    The columns in staging that identify the subject of a row of a feed, as a list: the key columns
    of the vault, unless the contract declares others.

    Arguments:
        feed  name of the feed

    Example:
        see flag_conflicts
#}
{% macro conflict_key(feed) -%}
    {%- set declaration = feed_declaration(feed) -%}
    {{ return(declaration.conflict_key or declaration.vault_key) }}
{%- endmacro %}

{#
    A number that identifies rows with the same content, independently of their delivery.

    Arguments:
        rows  name of the relation

    Example:
        see flag_conflicts
#}
{% macro row_digest(rows) -%}
    {{ return(adapter.dispatch('row_digest')(
        rows, ['loaded_at', 'batch_id', 'landed_in', 'record_source']
        + (['is_conflicting'] if rows == 'stored' else [])
    )) }}
{%- endmacro %}

{% macro default__row_digest(rows, excluded) -%}
    hash({{ rows }}.* exclude ({{ excluded | join(', ') }}))
{%- endmacro %}

{% macro duckdb__row_digest(rows, excluded) -%}
    hash(*columns({{ rows }}.* exclude ({{ excluded | join(', ') }})))
{%- endmacro %}

{# The type of row_digest. #}
{% macro digest_type() -%}
    {{ return(adapter.dispatch('digest_type')()) }}
{%- endmacro %}

{% macro default__digest_type() -%} number(19, 0) {%- endmacro %}

{% macro duckdb__digest_type() -%} ubigint {%- endmacro %}
