"""What a day's delta costs beside a matching of everything: python -m matching.increments WORK."""

import argparse
import time
from pathlib import Path

import duckdb
import pandas as pd

from mdm.incremental import DECISION_COLUMNS, advance
from mdm.match_state import new_state
from mdm.parameters import read_parameters
from mdm.pipeline import RECORD_COLUMNS, read_reference
from mdm.similarity import choose_backend

from .customers import write_customers

DAYS = ("2026-01-01", "2026-01-02")
SEED = 7


def split(records: pd.DataFrame, share: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Deliveries of two days: the second a share of the records, half of them new, half changed.

    A changed record has another telephone number, that of some other record.
    """
    deliveries = records.rename(columns={"uid": "record_id"})
    chosen = deliveries.sample(frac=share, random_state=SEED)
    new, changed = chosen.iloc[: len(chosen) // 2], chosen.iloc[len(chosen) // 2 :]
    others = deliveries["phone"].dropna().sample(len(changed), random_state=SEED)
    changed = changed.assign(phone=others.to_numpy())
    first = deliveries.drop(new.index).assign(known_from=DAYS[0])
    return first, pd.concat([new, changed]).assign(known_from=DAYS[1])


def measure(records: int, share: float, work: Path) -> str:
    """Match a first day in whole and a second as its delta; return a Markdown table."""
    work.mkdir(parents=True, exist_ok=True)
    write_customers(work / "records.parquet", records)
    table = pd.read_parquet(work / "records.parquet")[["uid", *RECORD_COLUMNS]]
    reference = read_reference()
    model = read_parameters(reference["match_model_parameters"], reference["name_frequencies"])
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "8GB"})
    state = new_state(connection, reference, model, choose_backend("duckdb"))
    none = pd.DataFrame(columns=DECISION_COLUMNS)
    lines = [
        "| delivery | records | decided anew | clock, s | processor, s |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    spent = []
    for name, part in zip(("everything", "delta"), split(table, share), strict=True):
        wall, cpu = time.perf_counter(), time.process_time()
        count = advance(state, part, none)
        spent.append(time.process_time() - cpu)
        wall = time.perf_counter() - wall
        lines.append(f"| {name} | {len(part):,} | {count:,} | {wall:.1f} | {spent[-1]:.1f} |")
    return "\n".join([*lines, f"| ratio | | | | {spent[1] / spent[0]:.3f} |"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="matching.increments", description=__doc__)
    parser.add_argument("work", type=Path, help="folder for the generated records")
    parser.add_argument("--records", type=int, default=100_000, help="records of both days")
    parser.add_argument("--share", type=float, default=0.01, help="share that the delta has")
    arguments = parser.parse_args()
    print(measure(arguments.records, arguments.share, arguments.work))
