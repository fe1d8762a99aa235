"""The SQL of the models in landing, quarantine and staging, except those about snapshots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from contracts.text import WIDTH, wrapped
from onboarding.plan import FeedPlan, Reference
from onboarding.time_formats import PLAIN


def quoted(names: Iterable[str]) -> list[str]:
    """Names as Jinja strings; expressions stay unchanged."""
    return [name if "(" in name else f"'{name}'" for name in names]


def key_arguments(plan: FeedPlan) -> list[str]:
    """The arguments of the hash of the key."""
    system = ["source_system"] if plan.is_customer else []
    return system + [
        f"key_text('{plan.feed.name}.{key.column.name}', '{key.name}')" for key in plan.keys
    ]


def landing_sql(plan: FeedPlan) -> str:
    """The landing view."""
    return (
        f"-- Grain: one row per delivered row of the feed {plan.feed.name}.\n"
        f"{{{{ landing('{plan.feed.name}') }}}}\n"
    )


def quarantine_sql(plan: FeedPlan) -> str:
    """The quarantine."""
    return (
        f"-- Grain: one row per rejected row of the feed {plan.feed.name}, with the reason.\n"
        f"{{{{ quarantine('{plan.feed.name}') }}}}\n"
    )


def hash_call(columns: Sequence[str], alias: str, times: Sequence[str] | None = None) -> list[str]:
    """A call of automate_dv.hash, as lines; times is None for a key."""
    arguments = quoted(columns)
    line = f"        {{{{ automate_dv.hash(columns=[{', '.join(arguments)}], alias='{alias}') }}}}"
    if len(arguments) == 1 and times is None:
        line = f"        {{{{ automate_dv.hash(columns={arguments[0]}, alias='{alias}') }}}}"
    if times is None and len(line) < 100:
        return [line]
    lines = ["        {{ automate_dv.hash("]
    listed = f"            columns=[{', '.join(arguments)}],"
    if len(listed) < 100:
        lines.append(listed)
    else:
        lines += ["            columns=[", *wrapped(arguments, 16), "            ],"]
    lines.append(f"            alias='{alias}',")
    if times is not None:
        lines.append("            is_hashdiff=true,")
    if times:
        listed = f"            timestamps=[{', '.join(quoted(times))}],"
        if len(listed) < 100:
            lines.append(listed)
        else:
            lines += ["            timestamps=[", *wrapped(quoted(times), 16), "            ],"]
    return [*lines, "        ) }}"]


def typed(feed: str, column: str, after: str, before: str = "        ") -> list[str]:
    """A call of the macro `typed`, as lines. before, after: text around the call."""
    line = f"{before}{{{{ typed('{feed}', '{column}') }}}}{after}"
    if len(line) <= WIDTH:
        return [line]
    indent = " " * (len(before) - len(before.lstrip()))
    inside = f"{indent}    '{feed}', '{column}'"
    return [f"{before}{{{{ typed(", inside, f"{indent}) }}}}{after}"]


def effective_from(plan: FeedPlan) -> list[str]:
    """The source time: a column, or else the load time."""
    loaded_at = "cast(_loaded_at as {{ type_timestamp() }})"
    name, feed = plan.contract.source_time, plan.feed.name
    if not name:
        return [f"        {loaded_at} as effective_from,"]
    column = next(found.column for found in plan.columns if found.column.name == name)
    if column.kind != "date":
        lines = typed(feed, name, "", "            ")
    elif plan.feed.time_zone == "UTC":
        lines = [
            "            cast(",
            *typed(feed, name, " as {{ type_timestamp() }}", " " * 16),
            "            )",
        ]
    else:
        lines = [
            "            {{ to_utc(",
            f"                'cast(' ~ typed('{feed}', '{name}')",
            "                ~ ' as ' ~ type_timestamp() ~ ')',",
            f"                feed_declaration('{feed}').time_zone",
            "            ) }}",
        ]
    if column.is_required:
        return [*(line[4:] for line in lines[:-1]), lines[-1][4:] + " as effective_from,"]
    lines[-1] += ","
    return ["        coalesce(", *lines, f"            {loaded_at}", "        ) as effective_from,"]


def system_lines(plan: FeedPlan, reference: Reference) -> list[str]:
    """The source system of a reference to a customer; null where there is no reference."""
    if reference.is_required:
        return [f"        '{reference.system}' as source_system,"]
    when = typed(plan.feed.name, reference.column.column.name, " is not null", "            when ")
    return [
        "        case",
        *when,
        f"                then '{reference.system}'",
        "        end as source_system,",
    ]


def composed_key(plan: FeedPlan) -> list[str]:
    """The text of a key of several columns, as lines."""
    first, *others = plan.keys
    lines = typed(plan.feed.name, first.column.name, "")
    for key in others:
        lines += typed(plan.feed.name, key.column.name, "", "        || '|' || ")
    return [*lines[:-1], f"{lines[-1]} as {plan.id_name},"]


def renamed(plan: FeedPlan) -> Iterator[str]:
    """The columns of the CTE `renamed`."""
    feed = plan.feed.name
    if plan.is_customer:
        yield f"        '{plan.system}' as source_system,"
    if len(plan.keys) > 1:
        yield from composed_key(plan)
    for column in plan.staged:
        yield from typed(feed, column.column.name, f" as {column.name},")
    for reference in plan.references:
        if reference.name != reference.column.name:
            yield from typed(feed, reference.column.column.name, f" as {reference.name},")
        if reference.system:
            yield from system_lines(plan, reference)
    yield from effective_from(plan)
    yield "        cast(_loaded_at as {{ type_timestamp() }}) as loaded_at,"
    yield "        _batch_id as batch_id,"
    yield "        _landed_in as landed_in,"
    yield "        _record_source as record_source"


def hashes(plan: FeedPlan) -> Iterator[list[str]]:
    """The calls of automate_dv.hash in staging."""
    yield hash_call(key_arguments(plan), plan.feed.vault_key[0])
    for reference in plan.references:
        own = [f"key_text('{reference.key}', '{reference.name}')"]
        key = ["source_system", *own] if reference.system else own
        yield hash_call(key, f"{reference.entity}_hk")
        yield hash_call([*key, *key_arguments(plan)], plan.link_key(reference))
    for satellite, columns in plan.satellites.items():
        yield hash_call(
            [column.name for column in columns],
            plan.hashdiff(satellite),
            [column.name for column in columns if column.is_time],
        )


def has_repeated_hour(plan: FeedPlan) -> bool:
    """Whether the source time is in a zone whose clocks repeat an hour."""
    time = next(
        (found.column for found in plan.columns if found.column.name == plan.contract.source_time),
        None,
    )
    return (
        time is not None
        and time.kind == "timestamp"
        and time.format == PLAIN
        and plan.feed.time_zone != "UTC"
    )


def staging_sql(plan: FeedPlan) -> str:
    """The staging model."""
    feed = plan.feed.name
    calls = ",\n".join("\n".join(lines) for lines in hashes(plan))
    rows, resolved = "hashed", ""
    if has_repeated_hour(plan):
        rows = "in_delivery_order"
        resolved = f"""in_delivery_order as (

    {{{{ resolve_repeated_hour('hashed', '{feed}') }}}}

),

"""
    columns = "\n".join(renamed(plan))
    return f"""-- Grain: one row per accepted row of the feed {feed}.
with

source as (

    select * from {{{{ ref('landing_{feed}') }}}}
    where {{{{ is_pending('{feed}') }}}} and quarantine_reason is null

),

renamed as (

    select
{columns}
    from source

),

hashed as (

    select
        *,
{calls}
    from renamed

),

{resolved}flagged as (

    {{{{ flag_conflicts('{rows}', '{feed}') }}}}

)

select * from flagged
"""
