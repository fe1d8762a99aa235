{#
    CTEs of snapshot_log: `compared`, each snapshot compared with the earlier ones that may be the
    last complete one; and `breaks`, the snapshots that lost too many keys since the previous one.
    Each snapshot is compared with the previous one; after a break also with the last one before the
    break.

    Arguments:
        pk              hash key column
        max_lost_share  as in snapshot_log

    Example:
        see snapshot_log
#}
{% macro compared_snapshots(pk, max_lost_share) -%}
next_keys as (
    select
        place,
        lag(place) over (partition by {{ pk }} order by place) as place_before
    from numbered_keys
),

kept_since_previous as (
    select place, count(*) as kept_keys from next_keys
    where place_before = place - 1
    group by place
),

compared_with_previous as (
    select
        numbered.place, numbered.place - 1 as base_place,
        {{ automate_dv.is_held_back('kept_since_previous', max_lost_share) }}
    from numbered
    left join numbered as bases on numbered.place - 1 = bases.place
    left join kept_since_previous on numbered.place = kept_since_previous.place
),

breaks as (select place from compared_with_previous where is_held_back and place > 0),

kept_since_breaks as (
    select breaks.place as break_place, later_keys.place, count(*) as kept_keys
    from breaks
    inner join numbered_keys as base_keys on breaks.place - 1 = base_keys.place
    inner join numbered_keys as later_keys
        on base_keys.{{ pk }} = later_keys.{{ pk }} and breaks.place < later_keys.place
    group by breaks.place, later_keys.place
),

compared_since_breaks as (
    select
        numbered.place, breaks.place - 1 as base_place,
        {{ automate_dv.is_held_back('kept_since_breaks', max_lost_share) }}
    from breaks
    inner join numbered on breaks.place < numbered.place
    left join numbered as bases on breaks.place - 1 = bases.place
    left join kept_since_breaks
        on breaks.place = kept_since_breaks.break_place
            and numbered.place = kept_since_breaks.place
),

compared as (
    select place, base_place, lost_keys, is_held_back from compared_with_previous
    union all
    select place, base_place, lost_keys, is_held_back from compared_since_breaks
),
{%- endmacro %}

{#
    The CTE `held_back_spans` of snapshot_log: places of the first of consecutive snapshots that
    are held back and of the complete one after them. A break within such a span does not count, so
    the spans are found one by one, from the first break on.

    Example:
        see snapshot_log
#}
{% macro held_back_spans() -%}
span_ends as (
    select base_place + 1 as starts_at, min(place) as ends_at from compared_since_breaks
    where not is_held_back
    group by base_place
),

possible_spans as (
    select breaks.place as starts_at, span_ends.ends_at, min(next_breaks.place) as next_start
    from breaks
    left join span_ends on breaks.place = span_ends.starts_at
    left join breaks as next_breaks on span_ends.ends_at < next_breaks.place
    group by breaks.place, span_ends.ends_at
),

held_back_spans as (
    select starts_at, ends_at, next_start from possible_spans
    where starts_at = (select min(place) from breaks)
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
