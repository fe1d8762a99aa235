"""The columns of a file under the names of the fields."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from ..tables import InputError


def parse_columns(text: str) -> dict[str, str]:
    """Return the columns in a string like 'full_name=Name,phone=Tel', by field.

    A comma inside the name of a column is part of it. Raises ValueError for anything else.
    """
    pairs = [part.partition("=") for part in re.split(r",(?=\s*\w+=)", text)]
    found = {field.strip(): column.strip() for field, _, column in pairs}
    if not all(found) or not all(found.values()):
        raise ValueError(f"{text!r} is not like full_name=Name,phone=Tel")
    return found


def name_columns(
    table: pd.DataFrame,
    fields: Sequence[str],
    short_names: Mapping[str, str],
    given: Mapping[str, str],
    path: Path,
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the table with its columns named as the fields, and the column of each field found.

    given: columns by field. Another field is read from the column of the same name, or of one of
    `short_names` (field by name); if none matches exactly, only letters and digits are compared. A
    column that has the name of a field, but is not the one given for it, is left out. Raises
    InputError for an unknown field or column.
    """
    unknown = [name for name in given if name not in fields]
    if unknown:
        raise InputError(f"{path}: no field {unknown[0]!r}; the fields are {', '.join(fields)}")
    absent = [column for column in given.values() if column not in table.columns]
    if absent:
        names = ", ".join(map(str, table.columns))
        raise InputError(f"{path}: no column {absent[0]!r}; the columns are {names}")
    known = {_plain(name): field for name, field in short_names.items()}
    known |= {_plain(name): name for name in fields}
    found = dict(given)
    free = [column for column in table.columns if column not in given.values()]
    for names in ({name: name for name in fields}, short_names, known):
        for column in free:
            name = names.get(_plain(column) if names is known else column)
            if name and name not in found and column not in found.values():
                found[name] = column
    # A column that has the name of a field, but is not the one that was given for it.
    dropped = [column for column in free if column in found and found[column] != column]
    renamed = table.drop(columns=dropped)
    taken = {name: renamed[column] for name, column in found.items()}
    rest = renamed.drop(columns=list(set(found.values())))
    return pd.concat([pd.DataFrame(taken, index=table.index), rest], axis=1), found


def describe_columns(
    found: Mapping[str, str], fields: Sequence[str], columns: Sequence[str]
) -> list[str]:
    """Return lines about fields read from other columns, missing fields, and unused columns."""
    renamed = [f"{name} from {column}" for name, column in found.items() if name != column]
    missing = [name for name in fields if name not in found]
    unused = [str(column) for column in columns if column not in found.values()]
    lines = {"read": renamed, "not in the file": missing, "not used": unused}
    return [f"{words}: {', '.join(names)}" for words, names in lines.items() if names]


def _plain(column: str) -> str:
    """Return the lower-case letters and digits of a name."""
    return re.sub(r"[\W_]+", "", str(column).lower())
