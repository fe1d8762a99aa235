"""Read and write the files of the command."""

from pathlib import Path

import pandas as pd

from .pipeline import RECORD_COLUMNS

REQUIRED = tuple(name for name in RECORD_COLUMNS if name not in ("full_name", "country"))


class InputError(Exception):
    """A file the command cannot use; the message says which and why."""


def read_table(path: Path) -> pd.DataFrame:
    """Read a Parquet or CSV file as text columns; empty is missing. InputError when impossible."""
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    if path.suffix not in (".parquet", ".csv"):
        raise InputError(f"{path}: neither .parquet nor .csv")
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error


def read_records(path: Path) -> pd.DataFrame:
    """Read records with uid and the record columns, every column text. InputError when wrong."""
    records = read_table(path)
    require(records, ("uid", *REQUIRED), path)
    if records["uid"].isna().any():
        raise InputError(f"{path}: {int(records['uid'].isna().sum())} rows without uid")
    records["uid"] = records["uid"].astype(str)
    repeated = records.loc[records["uid"].duplicated(), "uid"]
    if len(repeated):
        raise InputError(f"{path}: uid {repeated.iloc[0]!r} occurs more than once")
    return records


def require(table: pd.DataFrame, columns: tuple[str, ...], path: Path) -> None:
    """Raise InputError naming the columns that the table lacks."""
    missing = [name for name in columns if name not in table]
    if missing:
        raise InputError(f"{path}: missing columns {', '.join(missing)}")
