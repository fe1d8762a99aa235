"""The files that are generated from the contracts, as strings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from contracts.declarations import feed_declarations
from contracts.feed import DELIVERY_COLUMNS, Feed
from contracts.landing_sources import landing_sources
from contracts.landing_tables import copy_statements, landing_tables
from contracts.personal_data import personal_columns_macro
from contracts.text import MARK, text_entry, wrapped


def file_columns(feeds: Sequence[Feed]) -> str:
    """The columns of the feed files, for the check before a build."""
    lines = [
        f"# {MARK}",
        "# The columns of each feed file; every feed ends with the delivery columns.",
        f"delivery: [{', '.join(DELIVERY_COLUMNS)}]",
    ]
    comment = "# Stewards' logs: a log may be empty, and a landing folder may lack it."
    for section, is_optional in (("feeds", False), ("stewardship", True)):
        lines += ["", *([comment] if is_optional else []), f"{section}:"]
        for feed in (feed for feed in feeds if feed.is_optional == is_optional):
            lines += [f"  {feed.name}:", "    ["]
            lines += [*wrapped((column.name for column in feed.own_columns), 6), "    ]"]
    return "\n".join(lines) + "\n"


def seed_properties(feeds: Iterable[Feed]) -> str:
    """The dbt properties of the seeds: descriptions, and the type of every column."""
    lines = [
        f"# {MARK}",
        "# All columns are text: an inferred type would turn postcode 01067 into 1067 and hide "
        "invalid",
        "# values.",
        "version: 2",
        "",
        "seeds:",
    ]
    for feed in feeds:
        types = (f"{column.name}: varchar" for column in feed.columns)
        lines += [f"  - name: {feed.name}", *text_entry("description", feed.description, 4)]
        lines += ["    config:", "      column_types:", "        {"]
        lines += [*wrapped(types, 10), "        }", "    columns:"]
        for column in feed.columns:
            lines.append(f"      - name: {column.name}")
            lines += text_entry("description", column.description, 8)
            if column.classification != "none":
                lines.append(
                    f"        config: {{meta: {{classification: {column.classification}}}}}"
                )
    return "\n".join(lines) + "\n"


def source_priorities(feeds: Iterable[Feed]) -> str:
    """The seed with the priority of each source system of customer records."""
    systems = sorted(
        (feed.customer_system for feed in feeds if feed.customer_system),
        key=lambda system: system.priority,
    )
    rows = [f"{system.name},{system.priority}" for system in systems]
    return "\n".join(["source_system,priority", *rows]) + "\n"


def generated_files(feeds: Sequence[Feed]) -> Iterator[tuple[str, str]]:
    """(path below the project, text) of each generated file."""
    yield "macros/landing/feed_declarations.sql", feed_declarations(feeds)
    yield "scripts/warehouse/landing/feeds.yml", file_columns(feeds)
    for folder, is_optional in (("feeds", False), ("stewardship", True)):
        landed = [feed for feed in feeds if feed.is_optional == is_optional]
        yield f"seeds/{folder}/_{folder}__seeds.yml", seed_properties(landed)
    yield "models/staging/landing/_landing__sources.yml", landing_sources(feeds)
    yield "seeds/reference/source_priorities.csv", source_priorities(feeds)
    yield "macros/snowflake/personal_column_names.sql", personal_columns_macro(feeds)
    yield "snowflake/setup/50_landing_tables.sql", landing_tables(feeds)
    yield "snowflake/load/copy.sql", copy_statements(feeds)
