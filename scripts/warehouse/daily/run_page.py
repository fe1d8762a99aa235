"""The page about a build: what was not loaded, what arrived, what was refused, what changed, what
waits for a steward. A build that is refused has a page with the reasons.

It has numbers, uids and reasons, but no names, addresses or other personal data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import duckdb

from warehouse.build.run_results import RunOutcome, relation_names
from warehouse.daily.alerts import HELD, LATE
from warehouse.database import rows
from warehouse.landing.landed_files import bookkeeping_schema
from warehouse.problems import Problem
from warehouse.summary.failed_gates import FailedGate, failure_sentences, read_failed_gates
from warehouse.summary.held_back import HeldBack, read_held_back

LATEST = "latest.html"
SHOWN_PAIRS = 10
# A cell up to this many characters stays on one line; a longer one wraps, but not too narrowly.
SHORT = 24
NUMBERS = int | float | Decimal
# The loads that the latest build has staged. A build is one run of dbt, or one per layer: all runs
# since the last one that completed an earlier build.
NEW_LOADS = """
create or replace temporary table new_loads as
with latest as (
    select run_id, as_of_date, started_at from bookkeeping.runs order by started_at desc limit 1
),

runs_of_build as (
    select runs.run_id
    from bookkeeping.runs
    inner join latest using (as_of_date)
    where runs.started_at > coalesce(
        (
            select max(completed.started_at)
            from bookkeeping.runs as completed
            inner join latest using (as_of_date)
            where completed.is_whole and completed.run_id <> latest.run_id
        ),
        timestamp '1970-01-01'
    )
)

select distinct deliveries.*
from {stg_landing__deliveries} as deliveries
inner join {bookkeeping}.processed_loads as processed
    on
        processed.source = 'landing_' || deliveries.feed
        and processed.load = deliveries.landed_in
where
    processed.consumer like 'stg\\_%' escape '\\'
    and processed.run_id in (from runs_of_build)
"""
ARRIVED = """
select feed, count(distinct landed_in), sum(landed)::bigint, sum(rejected)::bigint
from new_loads group by feed order by feed
"""
REFUSED = """
select '{feed}', quarantine_reason, count(*)
from {quarantine} where _landed_in in (select landed_in from new_loads where feed = '{feed}')
group by quarantine_reason order by 3 desc, 2
"""
CHANGED = """
select event_type, count(distinct customer_uid) from {customer_change_events}
where event_date in (select delivery_date from new_loads)
group by event_type order by event_type
"""
CONFLICTS = """
select feed, landed_in, count(*) from {delivery_conflicts}
where not is_resolved group by feed, landed_in order by feed, landed_in
"""
REJECTED = """
select feed, load, landed from {bookkeeping}.held_loads where rule = 'rejected' order by feed, load
"""
WAITING = """
select customer_uid_l, customer_uid_r, printf('%.3f', match_score), reasons, effect_of_same
from {steward_review_queue} order by queue_position
"""
STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
th, td {
  text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0;
  border-bottom: 1px solid #8884;
}
td.short { white-space: nowrap; } td.long { min-width: 14rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.failed { color: #c62828; font-weight: 600; }
"""
EVENTS = {
    "INSERT": "new",
    "UPDATE": "with other values",
    "MERGE": "merged",
    "SPLIT": "split",
    "DELETE": "ended",
}
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class RunPage:
    """What a page shows. The rows are those of the queries above."""

    arrived: Rows
    refused: Rows
    conflicts: Rows
    held_back: Sequence[HeldBack]
    changed: Rows
    waiting: Rows
    outcome: RunOutcome | None
    held: Rows = ()
    late: Rows = ()
    rejected: Rows = ()
    failed_gates: Sequence[FailedGate] = ()


def quarantines(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Feed -> the relation of its quarantine."""
    found = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model" and node["name"].startswith("quarantine_"):
            for parent in node["depends_on"]["nodes"]:
                if (name := parent.split(".")[-1]).startswith("landing_"):
                    found[name.removeprefix("landing_")] = node["relation_name"]
    return found


def read_run_page(
    connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], outcome: RunOutcome | None
) -> RunPage:
    """What the latest run of dbt brought. A table that is not built yet has no rows.

    connection: to the working database. manifest: of that run.
    """
    relations = relation_names(manifest)
    dbt_vars = outcome.dbt_vars if outcome else {}

    names = defaultdict(lambda: "none", relations)
    names["bookkeeping"] = bookkeeping_schema(dbt_vars.get("as_of_date"))

    def found(query: str, **given: str) -> Rows:
        return rows(connection, query.format_map(names | given))

    found(NEW_LOADS)
    arrived = found(ARRIVED)
    tables = quarantines(manifest)
    refused = [
        row
        for feed, *_, rejected in arrived
        if rejected and feed in tables
        for row in found(REFUSED, feed=feed, quarantine=tables[feed])
    ]
    return RunPage(
        arrived=arrived,
        refused=refused,
        conflicts=found(CONFLICTS),
        held_back=read_held_back(connection, relations, dbt_vars),
        changed=found(CHANGED),
        waiting=found(WAITING),
        outcome=outcome,
        held=[result[:-1] for result in found(HELD)],
        late=[result[:-1] for result in found(LATE)],
        rejected=found(REJECTED),
        failed_gates=read_failed_gates(connection),
    )


def table(head: Sequence[str], rows: Rows) -> str:
    """An HTML table; numbers are aligned to the right."""
    numbers = {at for row in rows for at, cell in enumerate(row) if isinstance(cell, NUMBERS)}

    def line(tag: str, cells: Sequence[Any]) -> str:
        shown = []
        for at, cell in enumerate(cells):
            text = f"{cell:,}" if isinstance(cell, NUMBERS) else str(cell or "")
            kind = "number" if at in numbers else "short" if len(text) <= SHORT else "long"
            shown.append(f'<{tag} class="{kind}">{escape(text)}</{tag}>')
        return f"<tr>{''.join(shown)}</tr>"

    return "\n".join(["<table>", line("th", head), *(line("td", row) for row in rows), "</table>"])


def section(title: str, head: Sequence[str], rows: Rows, nothing: str) -> str:
    """A title with a table, or with a sentence if there are no rows."""
    return f"<h2>{title}</h2>\n" + (table(head, rows) if rows else f"<p>{nothing}</p>")


def outcome_text(outcome: RunOutcome | None, failed_gates: Sequence[FailedGate] = ()) -> str:
    """How the run ended, with the names of what failed, and the values of gates."""
    if outcome is None:
        return "<p>The run has no result.</p>"
    values = failure_sentences(failed_gates)
    named = [f"{name}: {values[name]}" if name in values else name for name in outcome.failures]
    failed = "".join(f'<p class="failed">failed: {escape(text)}</p>' for text in named)
    warned = "".join(f"<p>warned: {escape(name)}</p>" for name in outcome.warnings)
    return (
        f"<p>dbt {escape(outcome.command)}, {round(outcome.seconds)} seconds;"
        f" {outcome.tests_passed:,} of {outcome.tests_run:,} tests passed.</p>{failed}{warned}"
    )


def build_parts(page: RunPage) -> list[str]:
    """The parts of the page about what dbt has built."""
    held = [(snapshot.feed, snapshot.loaded_at or snapshot.file, snapshot.reason)
            for snapshot in page.held_back]  # fmt: skip
    changed = [(EVENTS.get(event, event), number) for event, number in page.changed]
    more = len(page.waiting) - SHOWN_PAIRS
    return [
        outcome_text(page.outcome, page.failed_gates),
        section("What arrived", ("feed", "files", "rows", "refused"), page.arrived,
                "No new files."),
        section("What was refused", ("feed", "reason", "rows"), page.refused,
                "No row of these files."),
        section("What a gate holds back",
                ("feed", "file", "rule", "column", "rows", "wrong", "value", "limit"),
                page.held, "Nothing."),
        section("What a steward rejected, and is never loaded", ("feed", "file", "rows"),
                page.rejected, "Nothing."),
        section("Files that contradict others", ("feed", "file", "rows"), page.conflicts, "None."),
        section("Snapshots held back", ("feed", "load time or file", "reason"), held, "None."),
        section("Late feeds", ("feed", "newest delivery", "due every (hours)"), page.late,
                "None."),
        section("What changed", ("golden customers", "number"), changed,
                "No golden customer."),
        section(f"What waits for a steward: {len(page.waiting):,} pairs",
                ("customer", "customer", "score", "evidence", "effect of SAME"),
                page.waiting[:SHOWN_PAIRS], "Nothing."),
        f"<p>and {more:,} more in marts.steward_review_queue</p>" if more > 0 else "",
    ]  # fmt: skip


def render_page(
    page: RunPage | None, title: str, publication: str, problems: Sequence[Problem] = ()
) -> str:
    """The page as HTML in a single file.

    page: what was built, if anything. publication: whether readers see the build, as a sentence.
    problems: what was not loaded, or why the build was refused.
    """
    refused = [(problem.subject, problem.public) for problem in problems]
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(publication)}</p>",
        section("What was not loaded", ("feed or file", "reason"), refused, "Nothing.")
        if refused or page is None
        else "",
        *(build_parts(page) if page else ["<p>Nothing was built.</p>"]),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n<body>\n"
        + "\n".join(filter(None, parts))
        + "\n</body>\n</html>\n"
    )


def write_page(
    page: RunPage | None,
    folder: Path,
    at: datetime,
    publication: str,
    problems: Sequence[Problem] = (),
) -> Path:
    """Write the page of a run, and again as the latest one; returns its path. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    text = render_page(page, f"Customer 360: build of {at:%Y-%m-%d %H:%M}", publication, problems)
    path = folder / f"{at:%Y-%m-%dT%H%M%S}.html"
    for written in (path, folder / LATEST):
        written.write_text(text, encoding="utf-8")
    return path
