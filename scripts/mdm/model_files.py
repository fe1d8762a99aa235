"""Read and write the files of model versions."""

from pathlib import Path

import pandas as pd

from .files import InputError
from .pipeline import read_model_rows, read_reference

PARAMETERS, FREQUENCIES = "match_model_parameters", "name_frequencies"


def read_versions(path: Path | None) -> dict[str, pd.DataFrame]:
    """Read the reference tables, and with them the versions of a folder or a parameter file.

    A version that both have is taken from `path`. InputError when it is not there.
    """
    reference = read_reference()
    if path is None:
        return reference
    given = {name: path / f"{name}.csv" for name in (PARAMETERS, FREQUENCIES)}
    files = given if path.is_dir() else {PARAMETERS: path}
    if not files[PARAMETERS].is_file():
        raise InputError(f"{files[PARAMETERS]}: no such file")
    for name, file in files.items():
        if file.is_file():
            reference[name] = _join(reference[name], read_model_rows(file))
    return reference


def append_version(folder: Path, parameters: pd.DataFrame, frequencies: pd.DataFrame) -> None:
    """Write the rows of a new version, after those of other versions that the folder has.

    InputError when the folder has the version already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = {PARAMETERS: parameters, FREQUENCIES: frequencies}
    version = str(parameters["model_version"].iloc[0])
    for name in tables:
        path = folder / f"{name}.csv"
        if path.is_file() and version in set(read_model_rows(path)["model_version"]):
            raise InputError(f"{path}: has model version {version!r} already")
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        written = rows.to_csv(index=False, lineterminator="\n", header=not path.is_file())
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write(written)


def _join(known: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    kept = known[~known["model_version"].isin(given["model_version"])]
    return pd.concat([kept, given], ignore_index=True)
