"""Fixtures of the match tests: the committed model, a DuckDB connection, small tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from mdm.block.candidates import Prepared
from mdm.block.planned import PlannedPairs
from mdm.compare.similarity import Backend, choose_backend
from mdm.match.records import Matched, match_prepared
from mdm.match_model import CURRENT, MatchModel, read_parameters
from mdm.seeds import read_reference
from mdm.standardise.macros import load_macros
from mdm.standardise.records import RECORD_COLUMNS

MakeRecords = Callable[..., pd.DataFrame]


@pytest.fixture(scope="session")
def reference() -> dict[str, pd.DataFrame]:
    return read_reference()


@pytest.fixture(scope="session")
def model(reference: dict[str, pd.DataFrame]) -> MatchModel:
    return read_parameters(reference["match_model_parameters"], reference["name_frequencies"])


@pytest.fixture(scope="session")
def backend() -> Backend:
    return choose_backend("jellyfish")


@pytest.fixture(scope="session")
def macros() -> Any:
    return load_macros()


@pytest.fixture
def connection(reference: dict[str, pd.DataFrame]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB connection with the reference tables."""
    with duckdb.connect() as opened:
        for name, table in reference.items():
            opened.register(name, table)
        yield opened


@pytest.fixture(scope="session")
def apply_macro(macros: Any) -> Callable[[str, str | None], Any]:
    """A function that returns the value of a one-column macro for a string."""
    opened = duckdb.connect()

    @cache
    def prepared_macro(macro: str) -> str:
        """The name of the prepared statement of a macro: planning takes longer than running."""
        value = getattr(macros, macro)("given")
        opened.execute(
            f"prepare {macro} as select {value} from (select cast($1 as varchar) as given)"
        )
        return macro

    def apply(macro: str, text: str | None) -> Any:
        given = "null" if text is None else "'" + text.replace("'", "''") + "'"
        return opened.execute(f"execute {prepared_macro(macro)}({given})").fetchall()[0][0]

    return apply


@pytest.fixture(scope="session")
def make_records() -> MakeRecords:
    """A function that creates records in the file format from dicts."""

    def make(*rows: dict[str, str]) -> pd.DataFrame:
        columns = ["uid", *RECORD_COLUMNS]
        return pd.DataFrame(list(rows)).reindex(columns=columns).astype("string")

    return make


@pytest.fixture(scope="session")
def planned(reference: dict[str, pd.DataFrame]) -> Callable[[str], PlannedPairs]:
    """A function that returns the planned steps of a model version, which all tests share."""
    return cache(lambda version: PlannedPairs(reference, version))


@pytest.fixture(scope="session")
def prepared(
    planned: Callable[[str], PlannedPairs], make_records: MakeRecords
) -> Callable[..., Prepared]:
    """A function that standardises and blocks records given as dicts."""

    def run(*rows: dict[str, str]) -> Prepared:
        return planned(CURRENT).prepare(make_records(*rows))

    return run


@pytest.fixture(scope="session")
def matched(planned: Callable[[str], PlannedPairs], backend: Backend) -> Callable[..., Matched]:
    """A function that matches records of the file format, like `match_records`."""

    def run(
        records: pd.DataFrame, model: MatchModel, generator: np.random.Generator | None = None
    ) -> Matched:
        ready = planned(model.version).prepare(records)
        return match_prepared(ready, model, backend, generator)

    return run
