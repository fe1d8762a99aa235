"""The measured builds as Markdown tables."""

from __future__ import annotations

from collections.abc import Sequence

from .builds import Build

ORDER = (
    "seeds",
    "landing",
    "staging",
    "quarantine",
    "raw_vault",
    "business vault",
    "facts",
    "other marts",
    "data tests",
    "unit tests",
    "identity",
    "golden",
)
REBUILT = ("identity", "golden")
TESTS = ("data tests", "unit tests")


def by_layer(full: Build, last: Build, before: Build) -> str:
    """One line per layer: the full build, the last day, and its share of the full build."""
    lines = []
    for layer in ORDER:
        new = last.rows[layer] - before.rows[layer]
        lines.append(_line(layer, full, last, new))
    for name, excluded in (
        ("all", ()),
        ("all but tests", TESTS),
        ("all but identity and golden", REBUILT),
        ("all but these and tests", REBUILT + TESTS),
    ):
        whole, day = (
            sum(build.seconds[layer] for layer in ORDER if layer not in excluded)
            for build in (full, last)
        )
        lines.append([name, f"{whole:.1f}", "", "", "", f"{day:.1f}", "", "", f"{day / whole:.2f}"])
    heads = [
        "layer",
        "full, s",
        "rows",
        "rows/s",
        "peak, GiB",
        "last day, s",
        "new rows",
        "peak, GiB",
        "ratio",
    ]
    return markdown(heads, lines)


def by_build(names: Sequence[str], builds: Sequence[Build]) -> str:
    """One line per build: wall time, CPU time, seconds of its nodes, peak memory."""
    lines = [
        [
            name,
            f"{build.elapsed:.1f}",
            f"{build.processor:.1f}",
            f"{sum(build.seconds.values()):.1f}",
            f"{sum(build.seconds[layer] for layer in REBUILT):.1f}",
            f"{max(build.peaks.values()):.1f}",
        ]
        for name, build in zip(names, builds, strict=True)
    ]
    heads = [
        "build",
        "wall, s",
        "CPU, s",
        "nodes, s",
        "of which identity and golden, s",
        "peak memory, GiB",
    ]
    return markdown(heads, lines)


def markdown(heads: list[str], lines: list[list[str]], left: int = 1) -> str:
    """A Markdown table; all columns but the first ones, `left` many, are right-aligned."""
    rule = [*["---"] * left, *["---:"] * (len(heads) - left)]
    return "\n".join("| " + " | ".join(line) + " |" for line in [heads, rule, *lines])


def _line(layer: str, full: Build, last: Build, new: int) -> list[str]:
    whole, day, rows = full.seconds[layer], last.seconds[layer], full.rows[layer]
    return [
        layer,
        f"{whole:.1f}",
        f"{rows:,}" if rows else "",
        f"{rows / whole:,.0f}" if rows and whole else "",
        f"{full.peaks.get(layer, 0):.1f}",
        f"{day:.1f}",
        f"{new:,}" if rows else "",
        f"{last.peaks.get(layer, 0):.1f}",
        f"{day / whole:.2f}" if whole else "",
    ]
