"""Read and write the files of the command."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from .frames import slice_schema
from .pipeline import RECORD_COLUMNS

REQUIRED = tuple(name for name in RECORD_COLUMNS if name not in ("full_name", "country"))


class InputError(Exception):
    """A file the command cannot use; the message says which and why."""


def read_table(path: Path, **options: str) -> pd.DataFrame:
    """Read a Parquet or CSV file; empty in CSV is missing. InputError when impossible.

    options: how pandas reads Parquet.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    if path.suffix not in (".parquet", ".csv"):
        raise InputError(f"{path}: neither .parquet nor .csv")
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path, **options)
        return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error


def read_records(path: Path) -> pd.DataFrame:
    """Read records with uid and the record columns, every column text. InputError when wrong."""
    records = read_table(path, dtype_backend="pyarrow")
    require(records, ("uid", *REQUIRED), path)
    if records["uid"].isna().any():
        raise InputError(f"{path}: {int(records['uid'].isna().sum())} rows without uid")
    records["uid"] = records["uid"].astype("string[pyarrow]")
    repeated = records.loc[records["uid"].duplicated(), "uid"]
    if len(repeated):
        raise InputError(f"{path}: uid {repeated.iloc[0]!r} occurs more than once")
    return records


def write_slices(slices: Iterable[pd.DataFrame], path: Path) -> Iterator[pd.DataFrame]:
    """Write scored pairs as one Parquet file, and pass on each slice when it is written.

    Numbers are float64, everything else text, whatever a slice holds.
    """
    writer = None
    try:
        for part in slices:
            schema = slice_schema(part)
            writer = writer or pq.ParquetWriter(path, schema)
            writer.write_table(pa.Table.from_pandas(part, schema, preserve_index=False))
            yield part
    finally:
        if writer:
            writer.close()


def require(table: pd.DataFrame, columns: tuple[str, ...], path: Path) -> None:
    """Raise InputError naming the columns that the table lacks."""
    missing = [name for name in columns if name not in table]
    if missing:
        raise InputError(f"{path}: missing columns {', '.join(missing)}")
