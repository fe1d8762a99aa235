"""The dbt sources of the landing with the freshness of the contracts, as YAML."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.feed import Feed
from contracts.text import MARK, text_entry

HEAD = """\
# %s
# `dbt source freshness` compares the newest load time of each feed with its contract. Models read
# the landing through landing views, not through these sources. On Snowflake the sources are the
# landing tables, on DuckDB the seeds, or with the var `landing` the landing views of the files.
version: 2

sources:
  - name: landing
    description: The feeds as they land.
    database: "{{ var('landing').split('.')[0]\
 if target.type == 'snowflake' and '.' in var('landing') else target.database }}"
    schema: "{{ (var('landing') or 'landing_files').split('.')[-1]\
 if target.type == 'snowflake' else 'landing' }}"
    config:
      loaded_at_field: try_cast(_loaded_at as timestamp)
    tables:
"""
# On DuckDB a landing folder has no tables.
IDENTIFIER = "{{ '%s' if target.type == 'duckdb' and var('landing') else '%s' }}"


def landing_sources(feeds: Iterable[Feed]) -> str:
    """The file with the sources: the feeds whose contract has a freshness."""
    lines = []
    for feed in feeds:
        levels = feed.service_levels
        if levels.freshness is None:
            continue
        limit = "error_after" if levels.is_late_fatal else "warn_after"
        lines += [f"      - name: {feed.name}", *text_entry("description", feed.description, 8)]
        lines += [f'        identifier: "{IDENTIFIER % (f"landing_{feed.name}", feed.name)}"']
        lines += ["        config:", "          freshness:"]
        lines += [f"            {limit}: {{count: {levels.freshness}, period: hour}}"]
    return HEAD % MARK + "\n".join(lines) + "\n"
