"""Prints the outcomes of deliveries as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bad_files.delivery import Delivery
from bad_files.run import Verdict, outcome

GROUP_HEAD = (
    "| group | deliveries | refused | with rows in quarantine | loaded | other | rows | lost "
    "| changed | crashed | wrong |\n"
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)
HEAD = (
    "| delivery | rows | expected | happened | lost | changed |\n"
    "| --- | ---: | --- | --- | ---: | ---: |"
)


def row(cells: Iterable[object]) -> str:
    """A row of a table."""
    return f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |"


def summary(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """A row for each group of defects, and one for all."""
    yield GROUP_HEAD
    groups = dict.fromkeys(verdict.delivery.defect.group for verdict in verdicts)
    for group in groups:
        yield row(counts(group, [one for one in verdicts if one.delivery.defect.group == group]))
    yield row(counts("all", verdicts))


def counts(name: str, verdicts: Sequence[Verdict]) -> list[object]:
    """The cells of a group."""
    outcomes = Counter(outcome_group(outcome(verdict)) for verdict in verdicts)
    cells: list[object] = [name, len(verdicts)]
    cells += [outcomes[group] for group in ("refused", "quarantined", "loaded", "other")]
    cells.append(f"{sum(len(verdict.found) for verdict in verdicts):,}")
    cells.append(sum(verdict.lost for verdict in verdicts))
    cells.append(sum(verdict.changed for verdict in verdicts))
    cells.append(sum(verdict.crashed for verdict in verdicts))
    cells.append(sum(bool(verdict.problems) for verdict in verdicts))
    return cells


def outcome_group(word: str) -> str:
    """The column of an outcome in the table of groups."""
    if "quarantined" in word:
        return "quarantined"
    return word if word in ("refused", "loaded") else "other"


def details(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """A row for each delivery."""
    yield HEAD
    for verdict in verdicts:
        delivery: Delivery = verdict.delivery
        cells = [delivery.name, len(verdict.found), delivery.expected, outcome(verdict)]
        yield row([*cells, verdict.lost, verdict.changed])
