"""Figures as Markdown tables."""

import pandas as pd

HEADS = {
    "method": "method",
    "candidate_recall": "candidate recall",
    "candidates": "candidates per record",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "cluster_f1": "cluster F1",
    "seconds": "seconds",
}
PLACES = {"candidates": 1, "seconds": 0}


def table(rows: pd.DataFrame) -> str:
    """Return one line per method; rows have the columns of Figures."""
    return _markdown(list(HEADS.values()), [_cells(row) for row in rows.to_dict("records")])


def mean_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the unweighted mean over the sets, with methods in their order."""
    figures = [name for name in HEADS if name != "method"]
    return rows.groupby("method", sort=False)[figures].mean().reset_index()


def summary(rows: pd.DataFrame) -> str:
    """Return one line per set: F1 / cluster F1 of every method, the mean last."""
    methods = list(dict.fromkeys(rows["method"]))
    groups = [*rows.groupby("set", sort=False), ("mean", mean_rows(rows))]
    lines = []
    for name, group in groups:
        found = group.set_index("method")
        cells = [
            f"{found.at[method, 'f1']:.3f} / {found.at[method, 'cluster_f1']:.3f}"
            for method in methods
        ]
        lines.append([str(name), *cells])
    return _markdown(["set", *methods], lines)


def _cells(row: dict[str, object]) -> list[str]:
    return [
        str(row[name]) if name == "method" else f"{row[name]:.{PLACES.get(name, 3)}f}"
        for name in HEADS
    ]


def _markdown(heads: list[str], lines: list[list[str]]) -> str:
    rule = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join("| " + " | ".join(line) + " |" for line in [heads, rule, *lines])
