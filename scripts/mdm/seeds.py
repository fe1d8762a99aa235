"""The reference seeds, and versions of the match model: read, written, appended."""

from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from .match_model import MatchModel
from .tables import InputError

PROJECT = Path(__file__).resolve().parents[2]
REFERENCE = PROJECT / "seeds" / "reference"
ACTIVE = "active"
"""The command's name for the model version that the project uses."""
LOOKUPS = (
    "nicknames",
    "legal_suffixes",
    "street_abbreviations",
    "placeholder_values",
    "first_names",
    "country_names",
)
PARAMETERS, FREQUENCIES = "match_model_parameters", "name_frequencies"


def read_reference(folder: Path = REFERENCE) -> dict[str, pd.DataFrame]:
    """Read the reference tables and parameters; raises FileNotFoundError when one is missing."""
    lookups = {
        name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in LOOKUPS
    }
    return lookups | {
        "match_model_parameters": read_model_rows(folder / "match_model_parameters.csv"),
        "name_frequencies": read_model_rows(folder / "name_frequencies.csv"),
    }


def read_model_rows(path: Path) -> pd.DataFrame:
    """Read a parameter or frequency table: m, u, value and frequency are numbers, others text."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    for name in {"m", "u", "value", "frequency"} & set(rows.columns):
        rows[name] = pd.to_numeric(rows[name])
    return rows


def read_versions(path: Path | None) -> dict[str, pd.DataFrame]:
    """Read the reference tables and the model versions of a folder or parameter file.

    If both have a version, the one in `path` is used. Raises InputError if the file is missing.
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


def active_version(project: Path = PROJECT) -> str:
    """Return the version of the match model that the project uses, from dbt_project.yml."""
    settings = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
    return str(settings["vars"]["match_model_version"])


def append_version(folder: Path, parameters: pd.DataFrame, frequencies: pd.DataFrame) -> None:
    """Append the rows of a new version to the files of a folder.

    Raises InputError when the folder already has the version.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = {PARAMETERS: parameters, FREQUENCIES: frequencies}
    version = str(parameters["model_version"].iloc[0])
    for name in tables:
        path = folder / f"{name}.csv"
        if path.is_file() and version in set(read_model_rows(path)["model_version"]):
            raise InputError(f"{path}: already has model version {version!r}")
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        written = rows.to_csv(index=False, lineterminator="\n", header=not path.is_file())
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write(written)


def _join(known: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    kept = known[~known["model_version"].isin(given["model_version"])]
    return pd.concat([kept, given], ignore_index=True)


def frequency_rows(model: MatchModel, version: str) -> pd.DataFrame:
    """Return a model's rows of the seed name_frequencies under a new version name."""
    rows = [
        (version, kind, name, round(share, 6))
        for kind, shares in model.frequencies.items()
        for name, share in sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    ]
    return pd.DataFrame(rows, columns=["model_version", "kind", "name", "frequency"])


def model_rows(model: MatchModel, parameters: pd.DataFrame, version: str) -> pd.DataFrame:
    """Return a fitted model's rows of the seed match_model_parameters under a new version name."""
    rows = parameters[parameters["model_version"].astype(str) == model.version].copy()
    rows["model_version"] = version
    is_evidence = (rows["kind"] == "evidence").to_numpy()
    keys = list(zip(rows["field"], rows["level"], strict=True))
    for name in ("m", "u"):
        rows[name] = [
            round(getattr(model.levels[key], name), 8) if evidence else None
            for key, evidence in zip(keys, is_evidence, strict=True)
        ]
    learned = [
        round(model.levels[key].learned, 4) or None if evidence else None
        for key, evidence in zip(keys, is_evidence, strict=True)
    ]
    rows["value"] = np.where(is_evidence, np.array(learned, dtype=float), rows["value"])
    rows.loc[rows["kind"] == "prior", "value"] = round(model.prior, 3)
    is_adjustment = rows["kind"] == "adjustment"
    rows.loc[is_adjustment, "value"] = [
        float(f"{model.adjustments[name]:.6g}") for name in rows.loc[is_adjustment, "field"]
    ]
    return rows
