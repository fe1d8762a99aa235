"""The gates that failed in the latest build, each with its value and limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from warehouse.database import rows

# The value that is farthest from the limit, if several are beyond it.
FAILED_GATES = """
select
    problems.name,
    coalesce(results.column_name, ''),
    max_by(results.measured, abs(results.measured - results.allowed)),
    results.allowed
from bookkeeping.open_problems as problems
inner join operations.gate_results as results
    on problems.name = results.rule and problems.run_id = results.run_id
where problems.as_of_date = '' and results.outcome = 'failed' and results.measured is not null
group by problems.name, results.column_name, results.allowed
order by all
"""


@dataclass(frozen=True, slots=True)
class FailedGate:
    """A value of a gate beyond its limit. what: the name of the value; empty for the number of rows
    that violate the rule."""

    gate: str
    what: str
    measured: Decimal
    allowed: Decimal

    def __str__(self) -> str:
        bound = "at most" if self.measured > self.allowed else "at least"
        what = self.what or "rows that violate it"
        return f"{what}: {figure(self.measured)}, allowed is {bound} {figure(self.allowed)}"


def figure(value: Decimal) -> str:
    """A number with up to four decimals."""
    text = f"{value:,.4f}"
    return text.rstrip("0").rstrip(".")


def read_failed_gates(connection: duckdb.DuckDBPyConnection) -> list[FailedGate]:
    """The values beyond their limits in a working database; none if it has no history of gates."""
    return [FailedGate(*row) for row in rows(connection, FAILED_GATES)]


def failure_sentences(found: Sequence[FailedGate]) -> Mapping[str, str]:
    """Name of a gate -> its values and limits, as a sentence."""
    sentences: dict[str, list[str]] = {}
    for one in found:
        sentences.setdefault(one.gate, []).append(str(one))
    return {gate: "; ".join(parts) for gate, parts in sentences.items()}
