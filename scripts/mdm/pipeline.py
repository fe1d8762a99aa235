"""The SQL steps on DuckDB: from a table of records to matchable records and candidate pairs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .sql import load_macros

REFERENCE = Path(__file__).resolve().parents[2] / "seeds" / "reference"
LOOKUPS = ("nicknames", "legal_suffixes", "street_abbreviations", "placeholder_values")
ENGINE = {"threads": 2, "memory_limit": "1GB", "preserve_insertion_order": False}
KNOWN = "date '1900-01-01' as known_from, date '9999-12-31' as known_to"
"""What a file says of the days on which its records were known: always."""
RECORD_COLUMNS = (
    "source",
    "first_name",
    "last_name",
    "org_name",
    "full_name",
    "email",
    "phone",
    "address",
    "city",
    "postcode",
    "country",
    "dob",
    "nat_id",
)


@dataclass(frozen=True)
class Prepared:
    """Standardised, masked records, their candidate pairs and the keys over the cap."""

    records: pd.DataFrame
    pairs: pd.DataFrame
    capped_keys: pd.DataFrame


def read_reference(folder: Path = REFERENCE) -> dict[str, pd.DataFrame]:
    """Read the reference tables and parameters; FileNotFoundError when one is missing."""
    lookups = {
        name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in LOOKUPS
    }
    return lookups | {
        "match_model_parameters": read_model_rows(folder / "match_model_parameters.csv"),
        "name_frequencies": read_model_rows(folder / "name_frequencies.csv"),
    }


def read_model_rows(path: Path) -> pd.DataFrame:
    """Read a parameter or frequency table: m, u, value and frequency are numbers, the rest text."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    for name in {"m", "u", "value", "frequency"} & set(rows.columns):
        rows[name] = pd.to_numeric(rows[name])
    return rows


def prepare(
    records: pd.DataFrame, reference: Mapping[str, pd.DataFrame], model_version: str = "1"
) -> Prepared:
    """Run the macros over a file's records: uid and RECORD_COLUMNS, all known since ever."""
    connection = _open(records)
    limits = standardise(connection, reference, model_version)
    macros = load_macros()
    steps = {
        "block_keys": lambda: macros.block_keys("masked"),
        "block_key_sizes": lambda: macros.block_key_sizes("block_keys", **limits),
        "candidates": lambda: macros.candidate_pairs("block_keys", "block_key_sizes"),
    }
    run_steps(connection, steps)
    return Prepared(
        connection.sql("from masked order by version_id").df(),
        connection.sql("from candidates order by version_id_l, version_id_r").df(),
        connection.sql(
            "from block_key_sizes where over_cap_from is not null order by key_type, block_key"
        ).df(),
    )


def standard_values(
    records: pd.DataFrame, reference: Mapping[str, pd.DataFrame], model_version: str = "1"
) -> pd.DataFrame:
    """Return the standardised values of a file's records: uid and standard_<field>, by uid."""
    connection = _open(records)
    standardise(connection, reference, model_version)
    columns = ", ".join(f"{name} as standard_{name}" for name in RECORD_COLUMNS)
    return connection.sql(f"select record_id as uid, {columns} from standardised order by uid").df()


def _open(records: pd.DataFrame) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config=ENGINE)
    connection.register("file_records", as_table(records))
    connection.execute(
        f"create temp table records_in as select uid as version_id, uid as record_id,"
        f" * exclude (uid), {KNOWN} from file_records"
    )
    return connection


def standardise(
    connection: duckdb.DuckDBPyConnection,
    reference: Mapping[str, pd.DataFrame],
    model_version: str,
) -> dict[str, str]:
    """Make the tables standardised, generic and masked from records_in.

    Returns the arguments by which macros find their limits.
    """
    macros = load_macros()
    for name, table in reference.items():
        connection.register(name, table)
    limits = {"parameters": "match_model_parameters", "model_version": model_version}
    steps = {
        "standardised": lambda: macros.standardise_records("records_in", *LOOKUPS),
        "generic": lambda: macros.generic_values("standardised", **limits),
        "masked": lambda: macros.mask_generic_values("standardised", "generic"),
    }
    run_steps(connection, steps)
    return limits


def run_steps(
    connection: duckdb.DuckDBPyConnection, steps: Mapping[str, Callable[[], str]]
) -> None:
    """Make a table of each statement, in their order."""
    for name, statement in steps.items():
        connection.execute(f"create temp table {name} as {statement()}")


def as_table(records: pd.DataFrame) -> pa.Table:
    """Return uid and RECORD_COLUMNS as text columns; a column that is not there is empty."""
    empty = pd.Series(pd.NA, index=records.index, dtype="string")
    columns = {name: records.get(name, empty) for name in ("uid", *RECORD_COLUMNS)}
    return pa.table({name: _as_text(column) for name, column in columns.items()})


def _as_text(column: pd.Series) -> pa.Array | pa.ChunkedArray:
    if isinstance(column.dtype, pd.ArrowDtype):
        return pc.cast(column.array.__arrow_array__(), pa.string())
    return pa.array(column.astype("string"), pa.string(), from_pandas=True)
