"""The macro with the feeds and their columns, as Jinja text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contracts.feed import FORMATS, Column, Feed, RecordKey
from contracts.personal_data import category
from contracts.record_keys import record_keys
from contracts.text import MARK, WIDTH, wrapped

MACRO = """{#
    %s

    The feeds with what macros need to know of them; the columns are those without the delivery
    columns. Where a key is missing the answer is no, or there is none.

    Example:
        {%% for feed, declaration in feed_declarations().items() %%} ... {%% endfor %%}
#}
{%% macro feed_declarations() -%%}
    {{ return({
%s
    }) }}
{%%- endmacro %%}
"""


def literal(value: object) -> str:
    """A value as Jinja writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
        )
    return str(value)


def entry(key: str, value: object, indent: int) -> list[str]:
    """An entry of a mapping, broken into lines if it is too long."""
    start = " " * indent
    line = f"{start}{literal(key)}: {literal(value)},"
    if len(line) <= WIDTH:
        return [line]
    if isinstance(value, dict):
        inside = [line for name, item in value.items() for line in entry(name, item, indent + 4)]
        return [f"{start}{literal(key)}: {{", *inside, f"{start}}},"]
    if isinstance(value, str):
        return [line]
    assert isinstance(value, tuple), key
    return [f"{start}{literal(key)}: [", *wrapped(map(literal, value), indent + 4), f"{start}],"]


def column_facts(column: Column, casings: Mapping[str, str]) -> dict[str, object]:
    """The properties of a column that macros need, without empty ones.

    casings: the casing of each declared key, as `feed.column`.
    """
    targets = column.references if len(column.references) == 1 else ()
    facts = {
        "kind": column.kind,
        "is_required": column.is_required,
        "is_key": column.is_key,
        "key_position": column.key_position,
        "casing": column.casing or next((casings[target] for target in targets), ""),
        "references": column.references,
        "pattern": column.pattern,
        "max_length": column.max_length,
        "format": FORMATS.get(column.kind, {}).get(column.format, ""),
        "precision": column.precision,
        "scale": column.scale,
        "at_least": column.at_least,
        "at_most": column.at_most,
        "is_past": column.is_past,
        "codes": column.codes,
        "is_personal": column.classification in ("personal", "sensitive"),
        "is_note": category(column) == "text",
        "is_pseudonymous": column.classification == "pseudonymous",
    }
    return {name: fact for name, fact in facts.items() if fact}


def has_customers(feed: Feed, sources: frozenset[str]) -> bool:
    """Whether its rows are customer records, or refer to records of the feeds in `sources`."""
    targets = {target.split(".")[0] for column in feed.columns for target in column.references}
    return feed.customer_system is not None or bool(targets & sources)


def gate_facts(feed: Feed) -> dict[str, object] | None:
    """The limits of the gate between landing and vault; none for steward logs."""
    if feed.is_optional:
        return None
    levels = feed.service_levels
    facts = {"completeness": levels.completeness, "null_share": levels.null_share}
    return facts | ({"holds": True} if levels.holds else {})


def literal_system(key: RecordKey) -> str:
    """The source system of a key as SQL: a column, or a literal."""
    return key.system if key.is_column else f"'{key.system}'"


def feed_facts(feed: Feed, sources: frozenset[str], feeds: Mapping[str, Feed]) -> dict[str, object]:
    """The properties of a feed that macros need. feeds: all feeds by name."""
    system = feed.customer_system
    facts: dict[str, object] = {
        "delivery": feed.delivery,
        "max_lost_share": feed.max_lost_share,
        "time_zone": feed.time_zone,
        "is_optional": feed.is_optional,
        "is_decided_at_desk": feed.is_decided_at_desk,
        "customer_system": system
        and {"name": system.name, "is_master": system.is_master, "priority": system.priority},
        "has_customers": has_customers(feed, sources),
        "stage": feed.stage,
        "vault_key": feed.vault_key,
        "conflict_key": feed.conflict_key,
        "vault_tables": feed.vault_tables,
        "gate": gate_facts(feed),
        "freshness_hours": feed.service_levels.freshness,
        "alert_address": feed.service_levels.alert_address,
        "record_keys": {
            key.column: {"system": literal_system(key), "casing": key.casing}
            for key in record_keys(feed, feeds)
        },
    }
    return {name: fact for name, fact in facts.items() if fact}


def feed_declarations(feeds: Sequence[Feed]) -> str:
    """The macro with all feeds and their columns."""
    # Orders and tickets also give customer records, but their keys are not customer ids.
    sources = frozenset(
        feed.name for feed in feeds if feed.customer_system and feed.vault_key == ("customer_hk",)
    )
    casings = {
        f"{feed.name}.{column.name}": column.casing for feed in feeds for column in feed.columns
    }
    by_name = {feed.name: feed for feed in feeds}
    lines = []
    for feed in feeds:
        lines.append(f"        {literal(feed.name)}: {{")
        for name, fact in feed_facts(feed, sources, by_name).items():
            lines += entry(name, fact, 12)
        lines.append("            'columns': {")
        for column in feed.own_columns:
            lines += entry(column.name, column_facts(column, casings), 16)
        lines += ["            },", "        },"]
    return MACRO % (MARK, "\n".join(lines))
