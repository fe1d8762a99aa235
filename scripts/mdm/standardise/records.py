"""Standardises records of a file with the SQL that the warehouse runs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ..files.columns import describe_columns, name_columns
from ..files.table import NO_OPTIONS, FileOptions, read_file
from ..match_model import CURRENT
from ..seeds import LOOKUPS
from ..tables import InputError
from .macros import load_macros

ENGINE = {"threads": 2, "memory_limit": "1GB", "preserve_insertion_order": False}
KNOWN = "date '1900-01-01' as known_from, date '9999-12-31' as known_to"
"""Records of a file have no history: they are valid on every day."""
FEW_RECORDS = 20_000
"""Most records for which optimising the statements takes longer than it saves."""
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
    "birth_date",
    "national_id",
)
SHORT_NAMES = {"dob": "birth_date", "nat_id": "national_id"}
"""Names that a file may use for columns of RECORD_COLUMNS."""
FIELDS = ("uid", *RECORD_COLUMNS)


def read_records(path: Path, options: FileOptions = NO_OPTIONS) -> pd.DataFrame:
    """Read a file of records like `read_input`, without the description."""
    return read_input(path, options)[0]


def read_input(path: Path, options: FileOptions = NO_OPTIONS) -> tuple[pd.DataFrame, list[str]]:
    """Read a file of records: uid and RECORD_COLUMNS, and lines about how it was read.

    Missing columns are empty; without a uid, rows are numbered from 1. Raises InputError for a file
    without any of RECORD_COLUMNS, and for a missing or repeated uid.
    """
    found = read_file(path, options, dtype_backend="pyarrow")
    records, columns = name_columns(found.table, FIELDS, SHORT_NAMES, options.columns, path)
    if not set(columns) & set(RECORD_COLUMNS):
        raise InputError(
            f"{path}: none of the columns {', '.join(RECORD_COLUMNS)}; name them with --columns"
            f" full_name=COLUMN,...; the file has {', '.join(map(str, found.table.columns))}"
        )
    notes = [found.format, *describe_columns(columns, FIELDS, list(found.table.columns))]
    if "uid" not in columns:
        records.insert(0, "uid", [str(number) for number in range(1, len(records) + 1)])
        notes.append("no uid: rows are numbered from 1")
    if records.empty:
        notes.append("the file has no records")
    if records["uid"].isna().any():
        raise InputError(f"{path}: {int(records['uid'].isna().sum())} rows without uid")
    records["uid"] = records["uid"].astype("string[pyarrow]")
    repeated = records.loc[records["uid"].duplicated(), "uid"]
    if len(repeated):
        raise InputError(f"{path}: uid {repeated.iloc[0]!r} occurs more than once")
    return records, notes


def standard_values(
    records: pd.DataFrame,
    reference: Mapping[str, pd.DataFrame],
    model_version: str = CURRENT,
    day_order: str | None = None,
) -> pd.DataFrame:
    """Return the standardised values of a file's records: uid, standard_<field>, sorted by uid."""
    connection = open_records(records)
    standardise(connection, reference, model_version, day_order)
    columns = ", ".join(f"{name} as standard_{name}" for name in RECORD_COLUMNS)
    return connection.sql(f"select record_id as uid, {columns} from standardised order by uid").df()


def open_records(records: pd.DataFrame) -> duckdb.DuckDBPyConnection:
    """Return a connection with the table records_in: one version per record, valid on every day."""
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
    day_order: str | None = None,
) -> None:
    """Create the tables standardised, generic and masked from records_in.

    day_order: D or M if the day or the month comes first in dates; None to detect it from them.
    """
    for name, table in reference.items():
        connection.register(name, table)
    with planned_for(connection, "records_in"):
        run_steps(connection, standard_steps(model_version, day_order))


@contextmanager
def planned_for(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[None]:
    """Plan the statements of a block without the optimiser if they read few records of a table."""
    (size,) = connection.execute(f"select count(*) from {table}").fetchall()[0]
    if size <= FEW_RECORDS:
        connection.execute("pragma disable_optimizer")
    yield
    connection.execute("pragma enable_optimizer")


def standard_steps(model_version: str, day_order: str | None = None) -> dict[str, str]:
    """Return the select of each table from records_in to masked records, in order."""
    macros = load_macros()
    limits = {"parameters": "match_model_parameters", "model_version": model_version}
    return {
        "standardised": macros.standardise_records(
            "records_in", *LOOKUPS, detects_dates=True, day_order=day_order
        ),
        "generic": macros.generic_values("standardised", **limits),
        "masked": macros.mask_generic_values("standardised", "generic"),
    }


def run_steps(connection: duckdb.DuckDBPyConnection, steps: Mapping[str, str]) -> None:
    """Create a temporary table from each select, in order."""
    for name, statement in steps.items():
        connection.execute(f"create temp table {name} as {statement}")


def as_table(records: pd.DataFrame) -> pa.Table:
    """Return uid and RECORD_COLUMNS as text columns; a missing column is empty."""
    empty = pd.Series(pd.NA, index=records.index, dtype="string")
    columns = {name: records.get(name, empty) for name in ("uid", *RECORD_COLUMNS)}
    return pa.table({name: _as_text(column) for name, column in columns.items()})


def _as_text(column: pd.Series) -> pa.Array | pa.ChunkedArray:
    if isinstance(column.dtype, pd.ArrowDtype):
        return pc.cast(column.array.__arrow_array__(), pa.string())
    return pa.array(column.astype("string"), pa.string(), from_pandas=True)
