"""The report of a run as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from snowflake_proof.run import PROVEN, Outcome

LONGEST = 300


def report(outcomes: Sequence[Outcome], account: str, version: str, started: str) -> str:
    """The text of the report.

    account: name of the account. version: Snowflake's version. started: start time in UTC.
    """
    proven = sum(outcome.result == PROVEN for outcome in outcomes)
    seconds = sum(outcome.seconds for outcome in outcomes)
    lines = [
        "# What was proven on Snowflake",
        "",
        f"Account {account}, Snowflake {version}, {started} UTC: {proven} of {len(outcomes)} items"
        f" proven, in {seconds / 60:.1f} minutes.",
        "",
        "| item | says | result | seconds |",
        "|---|---|---|---:|",
    ]
    lines += [
        f"| {outcome.name} | {outcome.title} | {outcome.result} | {outcome.seconds:.1f} |"
        for outcome in outcomes
    ]
    wrong = [outcome for outcome in outcomes if outcome.result != PROVEN]
    if wrong:
        lines += ["", "## Not proven", ""]
        lines += [f"- {outcome.name}: {outcome.answer[:LONGEST]}" for outcome in wrong]
    return "\n".join(lines) + "\n"
