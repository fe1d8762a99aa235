"""A summary as plain text of at most 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from warehouse.quality import MatchQuality
from warehouse.run_results import RunOutcome
from warehouse.summary import Summary

WIDTH = 80
TIERS = {
    "AUTO_MERGE": "merged by themselves",
    "REVIEW": "for a data steward to decide",
    "NO_MATCH": "stay apart",
}
MARTS = {
    "dim_customer": "versions of golden customers",
    "dim_product": "versions of products",
    "dim_date": "days",
    "fact_sales": "order lines",
    "mdm_match_pairs": "scored pairs of records",
    "load_audit": "loads, one row a feed and batch",
}
SHOWN_FAILURES = 5


def number(value: int | None) -> str:
    """A count for a person: 12,345, or a dash for what was not built."""
    return "-" if value is None else f"{value:,}"


def lines_of(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows of (name, figure, note) aligned under one another."""
    return [f"  {name:<24}{figure:>10}  {note}".rstrip() for name, figure, note in rows]


def section(title: str, rows: Iterable[Sequence[str]]) -> list[str]:
    """A titled block, nothing at all where there are no rows."""
    lines = lines_of(rows)
    return ["", title, *lines] if lines else []


def quality_rows(name: str, quality: MatchQuality | None) -> list[tuple[str, str, str]]:
    """Precision and recall of one set of records."""
    if quality is None:
        return []
    return [
        (f"precision, {name}", f"{quality.precision:.3f}", f"{quality.found:,} pairs found"),
        (f"recall, {name}", f"{quality.recall:.3f}", f"of {quality.true:,} true pairs"),
    ]


def golden_rows(summary: Summary) -> list[tuple[str, str, str]]:
    """Golden customers and what they are made of."""
    if summary.golden is None:
        return []
    golden = summary.golden
    return [
        ("golden customers", number(golden.customers), f"from {golden.records:,} source records"),
        ("records merged away", number(golden.merged), ""),
        ("largest customer", number(golden.largest), "source records"),
        ("review queue", number(summary.review_queue), "REVIEW pairs not yet one customer"),
    ]


def load_lines(summary: Summary) -> list[str]:
    """One line a feed: landed = loaded + already known + quarantined."""
    if not summary.loads:
        return []
    head = f"  {'feed':<24}{'landed':>10}{'loaded':>12}{'known':>12}{'quarantined':>14}"
    body = [
        f"  {load.feed:<24}{load.landed:>10,}{load.loaded:>12,}{load.already_known:>12,}"
        f"{load.quarantined:>14,}"
        for load in summary.loads
    ]
    return ["", "Loads", head, *body]


def outcome_rows(outcome: RunOutcome) -> list[tuple[str, str, str]]:
    """Tests and time of the last dbt run, and the names of what failed in it."""
    minutes, seconds = divmod(round(outcome.seconds), 60)
    rows = [
        ("tests passed", number(outcome.tests_passed), f"of {outcome.tests_run:,}"),
        ("time", f"{minutes}:{seconds:02d}", f"minutes, dbt {outcome.command}"),
    ]
    for kind, names in (("failed", outcome.failures), ("warned", outcome.warnings)):
        rows += [(kind, "", name) for name in names[:SHOWN_FAILURES]]
        if len(names) > SHOWN_FAILURES:
            rows.append((kind, "", f"and {len(names) - SHOWN_FAILURES} more"))
    return rows


def next_steps(summary: Summary) -> list[str]:
    """Three lines that say what to do now."""
    if summary.outcome and summary.outcome.failures:
        return [
            "  logs/dbt.log                       why it failed, with the SQL",
            "  .venv/bin/dbt retry                runs what failed and what waits for it",
            "  make build                         runs all; the vault takes nothing twice",
        ]
    return [
        "  .venv/bin/dbt show --inline \\",
        '    "select full_name, source_systems from marts.dim_customer where is_current"',
        "  make docs                          every table and column, in one page",
        "  make build AS_OF_DATE=2026-01-05   the warehouse as it stood on that day",
    ]


def render(summary: Summary, database: str, colour: bool = False) -> str:
    """The whole summary as text; `colour` sets its titles in bold for a terminal."""
    marts = [(name, number(rows), MARTS[name]) for name, rows in summary.rows.items()]
    tiers = [(tier, number(summary.tiers.get(tier, 0)), note) for tier, note in TIERS.items()]
    quality = quality_rows("all records", summary.quality)
    quality += quality_rows("masters", summary.master_quality)
    lines = [f"Customer 360: {database}"]
    lines += section("Marts (rows)", marts)
    lines += section("Match tiers (pairs)", tiers if summary.tiers else [])
    lines += section("Golden customers", golden_rows(summary))
    lines += section("Against the sample's truth", quality)
    lines += load_lines(summary)
    lines += section("Run", outcome_rows(summary.outcome) if summary.outcome else [])
    lines += ["", "Next", *next_steps(summary)]
    return "\n".join(bold(line) if colour else line for line in lines)


def bold(line: str) -> str:
    """A title in bold, any other line as it is."""
    return f"\033[1m{line}\033[0m" if line and not line.startswith(" ") else line
