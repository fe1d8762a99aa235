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
