{#
    A log of full snapshots, one row per load time, with the decision whether the snapshot is held
    back: whether nothing may be concluded from the absence of a key. Beyond upstream.

    A snapshot is all staged rows of its load time, whenever they arrive. It is held back if it
    lacks more than a share of the keys of the last snapshot before it that is not held back, or has
    none. A ruling about a load time decides instead, whatever the share. Snapshots and rulings can
    be loaded in any order, and repeatedly: the macro decides again from the first load time about
    which it learns something, so the model must replace rows by `src_ldts`, and the staging model
    must keep the rows that it has loaded.

    Arguments:
        src_pk          hash key column
        src_ldts        load time column
        src_source      record source column
        source_model    name of the staging model that has every key of each snapshot
        src_rulings     name of a model with at most one row per load time (optional): src_ldts,
                        src_source, `is_complete`, `ruling` (a text that says why) and
                        `is_snapshot`, whether there is a snapshot even if it has no row
        max_lost_share  largest share of the keys that may be missing (default 0.2)

    Example:
        {{ automate_dv.snapshot_log(src_pk='customer_hk', src_ldts='loaded_at',
            src_source='record_source', source_model='stg_sap__kna1_presence') }}
#}
{% macro snapshot_log(
    src_pk=none, src_ldts=none, src_source=none, source_model=none, src_rulings=none,
    max_lost_share=0.2
) -%}
    {%- do automate_dv.require_arguments('snapshot_log', {
        'src_pk': src_pk, 'src_ldts': src_ldts, 'src_source': src_source,
        'source_model': source_model,
    }) -%}
    {%- set pk, ldts, source = src_pk, src_ldts, src_source -%}
    {%- set facts = ['key_count', 'compared_with', 'lost_keys', 'max_lost_share',
        'is_ruled_complete', 'ruling', 'is_held_back'] -%}
with recursive

{{ automate_dv.counted_snapshots(pk, ldts, source, source_model, src_rulings, max_lost_share) }}

{{ automate_dv.compared_snapshots(pk, max_lost_share) }}

{{ automate_dv.held_back_spans() }}

decided as (
    select
        numbered.{{ ldts }}, numbered.{{ source }},
        cast(numbered.key_count as integer) as key_count,
        bases.{{ ldts }} as compared_with,
        cast(compared.lost_keys as integer) as lost_keys,
        cast({{ max_lost_share }} as decimal(9, 6)) as max_lost_share,
        numbered.is_ruled_complete, numbered.ruling,
        compared.is_held_back
    from numbered
    left join held_back_spans as spans
        on numbered.number >= spans.starts_at
            and numbered.number <= coalesce(spans.ends_at, numbered.number)
    inner join compared
        on numbered.number = compared.number
            and coalesce(spans.starts_at, numbered.number) - 1 = compared.base_number
    left join numbered as bases on compared.base_number = bases.number
    where numbered.number > 0
),

changed as (
    select decided.* from decided
    {%- if automate_dv.is_any_incremental() %}
    left join {{ this }} as stored on decided.{{ ldts }} = stored.{{ ldts }}
    where stored.{{ ldts }} is null
        {%- for column in facts %}
        or decided.{{ column }} is distinct from stored.{{ column }}
        {%- endfor %}
    {%- endif %}
)

select {{ ([ldts, source] + facts) | join(', ') }} from changed
{%- endmacro %}

{#
    CTEs of snapshot_log: `numbered`, the snapshots to decide by number, after number 0, the
    complete one before them, if any; and `numbered_keys`.

    Arguments:
        those of snapshot_log

    Example:
        see snapshot_log
#}
{% macro counted_snapshots(pk, ldts, source, source_model, src_rulings, max_lost_share) -%}
    {%- set incremental = automate_dv.is_any_incremental() -%}
rulings as (
    {%- if src_rulings %}
    select {{ ldts }}, {{ source }}, is_complete, ruling, is_snapshot from {{ ref(src_rulings) }}
    {%- else %}
    select
        {{ ldts }}, {{ source }}, true as is_complete, '' as ruling, true as is_snapshot
    from {{ ref(source_model) }} where false
    {%- endif %}
),
{%- if incremental %}

news as (
    select {{ ldts }} from {{ automate_dv.source_rows(source_model) }}
    union all
    select coalesce(stored.{{ ldts }}, rulings.{{ ldts }}) as {{ ldts }}
    from {{ this }} as stored
    full outer join rulings on stored.{{ ldts }} = rulings.{{ ldts }}
    where (stored.{{ ldts }} is not null or rulings.is_snapshot)
        and (
            stored.is_ruled_complete is distinct from rulings.is_complete
            or stored.ruling is distinct from rulings.ruling
        )
    union all
    select {{ ldts }} from {{ this }} where max_lost_share <> {{ max_lost_share }}
),

starts as (
    select
        max(stored.{{ ldts }}) as base_at,
        coalesce(max(stored.{{ ldts }}), min(first_news.{{ ldts }})) as starts_at
    from (select min({{ ldts }}) as {{ ldts }} from news) as first_news
    left join {{ this }} as stored
        on not stored.is_held_back and first_news.{{ ldts }} > stored.{{ ldts }}
),
{%- endif %}

keys as (
    select distinct {{ pk }}, {{ ldts }} from {{ ref(source_model) }}
    where {{ pk }} is not null and {{ ldts }} is not null
        {%- if incremental %}
        and {{ ldts }} >= (select starts_at from starts)
        {%- endif %}
),

snapshots as (
    select {{ ldts }}, min({{ source }}) as {{ source }} from (
        select {{ ldts }}, {{ source }} from {{ ref(source_model) }} where {{ pk }} is not null
        union all
        select {{ ldts }}, {{ source }} from rulings where is_snapshot
    ) as delivered
    where {{ ldts }} {{ '>= (select starts_at from starts)' if incremental else 'is not null' }}
    group by {{ ldts }}
),

key_counts as (select {{ ldts }}, count(*) as key_count from keys group by {{ ldts }}),

numbered as (
    select
        snapshots.{{ ldts }}, snapshots.{{ source }},
        coalesce(key_counts.key_count, 0) as key_count,
        rulings.is_complete as is_ruled_complete, rulings.ruling,
        row_number() over (order by snapshots.{{ ldts }})
        {%- if incremental %}
            - count(starts.base_at) over ()
        {%- endif %} as number
    from snapshots
    {%- if incremental %}
    left join starts on snapshots.{{ ldts }} = starts.base_at
    {%- endif %}
    left join key_counts on snapshots.{{ ldts }} = key_counts.{{ ldts }}
    left join rulings on snapshots.{{ ldts }} = rulings.{{ ldts }}
),

numbered_keys as (
    select keys.{{ pk }}, numbered.number
    from keys inner join numbered on keys.{{ ldts }} = numbered.{{ ldts }}
),
{%- endmacro %}

{#
    CTEs of snapshot_log: `compared`, each snapshot compared with those before it that may be the
    last complete one; and `breaks`, the snapshots that the one before them would hold back. If no
    snapshot is held back, each is compared with the one before it; those after a break also with
    the last one before the break.

    Arguments:
        pk              hash key column
        max_lost_share  as in snapshot_log

    Example:
        see snapshot_log
#}
{% macro compared_snapshots(pk, max_lost_share) -%}
next_keys as (
    select
        number,
        lag(number) over (partition by {{ pk }} order by number) as number_before
    from numbered_keys
),

kept_since_previous as (
    select number, count(*) as kept_keys from next_keys
    where number_before = number - 1
    group by number
),

compared_with_previous as (
    select
        numbered.number, numbered.number - 1 as base_number,
        {{ automate_dv.is_held_back('kept_since_previous', max_lost_share) }}
    from numbered
    left join numbered as bases on numbered.number - 1 = bases.number
    left join kept_since_previous on numbered.number = kept_since_previous.number
),

breaks as (select number from compared_with_previous where is_held_back and number > 0),

kept_since_breaks as (
    select breaks.number as break_number, later_keys.number, count(*) as kept_keys
    from breaks
    inner join numbered_keys as base_keys on breaks.number - 1 = base_keys.number
    inner join numbered_keys as later_keys
        on base_keys.{{ pk }} = later_keys.{{ pk }} and breaks.number < later_keys.number
    group by breaks.number, later_keys.number
),

compared_since_breaks as (
    select
        numbered.number, breaks.number - 1 as base_number,
        {{ automate_dv.is_held_back('kept_since_breaks', max_lost_share) }}
    from breaks
    inner join numbered on breaks.number < numbered.number
    left join numbered as bases on breaks.number - 1 = bases.number
    left join kept_since_breaks
        on breaks.number = kept_since_breaks.break_number
            and numbered.number = kept_since_breaks.number
),

compared as (
    select number, base_number, lost_keys, is_held_back from compared_with_previous
    union all
    select number, base_number, lost_keys, is_held_back from compared_since_breaks
),
{%- endmacro %}

{#
    The CTE `held_back_spans` of snapshot_log: numbers of the first of consecutive snapshots that
    are held back and of the complete one after them. A break within such a span does not count, so
    the spans are found one by one, from the first break on.

    Example:
        see snapshot_log
#}
{% macro held_back_spans() -%}
span_ends as (
    select base_number + 1 as starts_at, min(number) as ends_at from compared_since_breaks
    where not is_held_back
    group by base_number
),

possible_spans as (
    select breaks.number as starts_at, span_ends.ends_at, min(next_breaks.number) as next_start
    from breaks
    left join span_ends on breaks.number = span_ends.starts_at
    left join breaks as next_breaks on span_ends.ends_at < next_breaks.number
    group by breaks.number, span_ends.ends_at
),

held_back_spans as (
    select starts_at, ends_at, next_start from possible_spans
    where starts_at = (select min(number) from breaks)
    union all
    select possible_spans.starts_at, possible_spans.ends_at, possible_spans.next_start
    from held_back_spans
    inner join possible_spans on held_back_spans.next_start = possible_spans.starts_at
),
{%- endmacro %}

{#
    The columns `lost_keys` and `is_held_back` of a snapshot in `numbered`, compared with `bases`.

    Arguments:
        kept            name of the CTE with the number of keys that both have
        max_lost_share  as in snapshot_log

    Example:
        see compared_snapshots
#}
{% macro is_held_back(kept, max_lost_share) -%}
    coalesce(bases.key_count, 0) - coalesce({{ kept }}.kept_keys, 0) as lost_keys,
        case
            when numbered.is_ruled_complete is not null then not numbered.is_ruled_complete
            when numbered.key_count = 0 then true
            else coalesce(bases.key_count, 0) - coalesce({{ kept }}.kept_keys, 0)
                > {{ max_lost_share }} * coalesce(bases.key_count, 0)
        end as is_held_back
{%- endmacro %}
