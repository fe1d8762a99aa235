"""The summary as plain text, at most 80 characters wide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from warehouse.build.run_results import RunOutcome
from warehouse.problems import counted
from warehouse.summary.failed_gates import FailedGate
from warehouse.summary.figures import Summary
from warehouse.summary.held_back import held_back_lines
from warehouse.summary.quality import MatchQuality

WIDTH = 80
TIERS = {
    "AUTO_MERGE": "merged automatically",
    "REVIEW": "need a steward's decision",
    "NO_MATCH": "not merged",
}
MARTS = {
    "dim_customer": "versions of golden customers",
    "dim_product": "versions of products",
    "dim_date": "days",
    "fact_sales": "order lines",
    "mdm_match_pairs": "scored pairs of records",
    "load_audit": "loads, one row per feed and batch",
}
DELIVERY_GATE = "gate_"
DECISION = (
    "next_step in operations.held_deliveries has the row that accepts the delivery, or rejects it, "
    "also if its rows have loaded from another one"
)
SHOWN_FAILURES = 5
CONFLICTS = "raw_vault.delivery_conflicts"


def number(value: int | None) -> str:
    """A count with thousands separators, or a dash if it was not built."""
    return "-" if value is None else f"{value:,}"


def lines_of(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows of (name, figure, note), aligned in columns."""
    return [f"  {name:<24}{figure:>10}  {note}".rstrip() for name, figure, note in rows]


def section(title: str, rows: Iterable[Sequence[str]]) -> list[str]:
    """A block with a title; empty if there are no rows."""
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
    """Golden customers and the records they consist of."""
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
    """One line per feed: landed = loaded + already known + quarantined + held; then where the
    quarantined rows of a feed are that no check rejects."""
    if not summary.loads:
        return []
    head = f"  {'feed':<24}{'landed':>10}{'loaded':>12}{'known':>12}{'quarantined':>13}{'held':>7}"
    body = [
        f"  {load.feed:<24}{load.landed:>10,}{load.loaded:>12,}{load.already_known:>12,}"
        f"{load.quarantined:>13,}{load.held:>7,}"
        for load in summary.loads
    ]
    elsewhere = [
        f"  {load.feed}: {counted(load.conflicts, 'quarantined row')} in {CONFLICTS}"
        for load in summary.loads
        if load.conflicts
    ]
    return ["", "Loads", head, *body, *elsewhere]


def outcome_rows(
    outcome: RunOutcome, failed_gates: Sequence[FailedGate] = ()
) -> list[tuple[str, str, str]]:
    """Tests and duration of the last dbt run, and the names of failed nodes, gates with the values
    that are beyond their limits."""
    minutes, seconds = divmod(round(outcome.seconds), 60)
    rows = [
        ("tests passed", number(outcome.tests_passed), f"of {outcome.tests_run:,}"),
        ("time", f"{minutes}:{seconds:02d}", f"minutes, dbt {outcome.command}"),
    ]
    for kind, names in (("failed", outcome.failures), ("warned", outcome.warnings)):
        for name in names[:SHOWN_FAILURES]:
            rows.append((kind, "", name))
            rows += [(str(one), "", "") for one in failed_gates if one.gate == name]
            if name.startswith(DELIVERY_GATE) and kind == "failed":
                rows.append((DECISION, "", ""))
        if len(names) > SHOWN_FAILURES:
            rows.append((kind, "", f"and {len(names) - SHOWN_FAILURES} more"))
    return rows


def next_steps(summary: Summary, log: str) -> list[str]:
    """Three lines with suggested next commands; log: the file with the errors."""
    if summary.outcome and summary.outcome.failures:
        return [
            f"  {log:<33}  the errors, with the SQL",
            "  make retry                         builds what failed and what depends on it",
            "  make build                         builds everything; no row is loaded twice",
        ]
    return [
        "  .venv/bin/dbt show --inline \\",
        '    "select full_name, source_systems from marts.dim_customer where is_current"',
        "  make docs                          every table and column on one page",
        "  make build AS_OF_DATE=2026-01-05   the warehouse as of that day",
    ]


def render(summary: Summary, database: str, colour: bool = False, log: str = "logs/dbt.log") -> str:
    """The whole summary as text; `colour` prints titles in bold; log: where dbt logs errors."""
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
    if summary.outcome:
        lines += section("Run", outcome_rows(summary.outcome, summary.failed_gates))
    lines += held_back_lines(summary.held_back)
    lines += ["", "Next", *next_steps(summary, log)]
    return "\n".join(bold(line) if colour else line for line in lines)


def bold(line: str) -> str:
    """The line in bold if it is a title."""
    return f"\033[1m{line}\033[0m" if line and not line.startswith(" ") else line
