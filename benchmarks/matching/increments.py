"""What a day's delta costs beside a matching of everything: python -m matching.increments WORK."""

import argparse
import resource
import shutil
import time
from multiprocessing import get_context
from pathlib import Path

import duckdb
import pandas as pd

from mdm.incremental import DECISION_COLUMNS, advance
from mdm.match_state import new_state, open_state
from mdm.parameters import read_parameters
from mdm.pipeline import RECORD_COLUMNS, read_reference
from mdm.similarity import choose_backend

from .customers import write_customers

DAYS = ("2026-01-01", "2026-01-02")
SEED = 7
ENGINE = {"threads": 2, "memory_limit": "4GB"}


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


def connect(file: Path) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file, within the limits of a small machine."""
    connection = duckdb.connect(file, config=ENGINE)
    connection.execute("set enable_progress_bar = false")
    return connection


def deliver(name: str, share: float, work: Path) -> None:
    """Match one of both deliveries; print its line of a table and write down what it took.

    What matching keeps is a DuckDB file, as in a warehouse; writing to it counts. The second
    delivery goes into a copy.
    """
    columns = ["uid", *RECORD_COLUMNS]
    table = pd.read_parquet(work / "records.parquet", columns=columns, dtype_backend="pyarrow")
    first, second = split(table, share)
    del table
    reference = read_reference()
    model = read_parameters(reference["match_model_parameters"], reference["name_frequencies"])
    backend = choose_backend("duckdb")
    if name == "everything":
        part, file = first, work / "state.duckdb"
        file.unlink(missing_ok=True)
        state = new_state(connect(file), reference, model, backend)
    else:
        part, file = second, work / "delta.duckdb"
        shutil.copy(work / "state.duckdb", file)
        state = open_state(connect(file), model, backend)
    wall, cpu = time.perf_counter(), time.process_time()
    count = advance(state, part, pd.DataFrame(columns=DECISION_COLUMNS))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    print(
        f"| {name} | {len(part):,} | {count:,} | {wall:.1f} | {cpu:.1f} | {peak:.2f} |", flush=True
    )
    (work / f"{name}.txt").write_text(str(cpu))


def main() -> None:
    """Match a first day in whole and a second as its delta; print a Markdown table."""
    parser = argparse.ArgumentParser(prog="matching.increments", description=__doc__)
    parser.add_argument("work", type=Path, help="folder for the generated records and the state")
    parser.add_argument("--records", type=int, default=100_000, help="records of both days")
    parser.add_argument("--share", type=float, default=0.01, help="share that the delta has")
    parser.add_argument(
        "--again", action="store_true", help="only the delta, on the state that a run left"
    )
    arguments = parser.parse_args()
    work = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    print("| delivery | records | decided anew | clock, s | processor, s | peak memory, GB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |", flush=True)
    if not arguments.again:
        write_customers(work / "records.parquet", arguments.records)
    for name in ("delta",) if arguments.again else ("everything", "delta"):
        # A process each, as on two days.
        step = get_context("spawn").Process(target=deliver, args=(name, arguments.share, work))
        step.start()
        step.join()
        if step.exitcode:
            raise SystemExit(step.exitcode)
    spent = [float((work / f"{name}.txt").read_text()) for name in ("everything", "delta")]
    print(f"| ratio | | | | {spent[1] / spent[0]:.3f} | |")


if __name__ == "__main__":
    main()
