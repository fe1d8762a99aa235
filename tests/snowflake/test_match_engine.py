"""The match engine on Snowpark: imported by version, its results typed and written in slices."""

from __future__ import annotations

from pathlib import Path

import pytest
from snowflake.connector.errors import ProgrammingError

from emulator.app import Emulator
from emulator.packages import RUNTIME
from emulator.serve import connect
from loading import match_engine

PROCEDURE = """
with scores__dbt_sp as procedure ()
returns string language python runtime_version = '{runtime}'
packages = ({packages}) imports = ('@engine.main.match_engine/{version}/mdm.zip')
handler = 'main' execute as caller
as $$
import datetime
import mdm
import pandas as pd

def slices(counts):
    for count in counts:
        numbers = range(count)
        yield pd.DataFrame({{
            "pair": pd.Series([f"p{{number}}" for number in numbers], dtype=object),
            "score": pd.Series([number / 4 for number in numbers], dtype=float),
            "day": pd.Series([datetime.date(2026, 1, 5) for _ in numbers], dtype=object),
        }})

def main(session):
    result = mdm.to_relation(slices({counts}), session, dates=["day"])
    result.write.mode("overwrite").save_as_table("engine.main.scores")
    return "OK"
$$
call scores__dbt_sp()
"""


@pytest.fixture(scope="module")
def archive() -> Path:
    """The archive of the match engine, in a folder named after its version."""
    return match_engine()


def run(
    emulator: Emulator, archive: Path, counts: list[int], packages: str = "'pandas', 'rapidfuzz'"
) -> list[tuple]:
    """Upload the archive, run the procedure with slices of these sizes, and return its table."""
    version = archive.parent.name
    code = PROCEDURE.format(runtime=RUNTIME, packages=packages, version=version, counts=counts)
    with connect(emulator, database="ENGINE", schema="MAIN") as session:
        cursor = session.cursor()
        cursor.execute("create stage if not exists match_engine")
        cursor.execute(f"put 'file://{archive}' @match_engine/{version} auto_compress=false")
        emulator.log.statements.clear()
        assert cursor.execute(code).fetchall() == [("OK",)]
        cursor.execute("select pair, score, day from scores order by pair")
        return cursor.fetchall()


def test_each_slice_is_written_before_the_next_is_computed(
    emulator: Emulator, archive: Path
) -> None:
    rows = run(emulator, archive, [0, 2, 0, 3])
    assert len(rows) == 5
    assert str(rows[-1]) == "('p2', 0.5, datetime.date(2026, 1, 5))"
    copied = [logged.sql for logged in emulator.log.statements if "COPY INTO" in logged.sql]
    assert len(copied) == 2


def test_a_result_without_rows_has_the_types_of_the_others(
    emulator: Emulator, archive: Path
) -> None:
    assert run(emulator, archive, [0]) == []
    with connect(emulator, database="ENGINE", schema="MAIN") as session:
        cursor = session.cursor()
        cursor.execute(
            "select column_name, data_type from information_schema.columns"
            " where table_name = 'SCORES' order by ordinal_position"
        )
        assert cursor.fetchall() == [("PAIR", "TEXT"), ("SCORE", "FLOAT"), ("DAY", "DATE")]


@pytest.mark.parametrize("package", ["numpy==0.1", "no-such-package"])
def test_a_package_that_snowflake_lacks_is_an_error(
    emulator: Emulator, archive: Path, package: str
) -> None:
    with pytest.raises(ProgrammingError, match=f"with the package {package}"):
        run(emulator, archive, [1], f"'{package}'")


def test_an_archive_of_a_different_version_is_not_found(emulator: Emulator, archive: Path) -> None:
    code = PROCEDURE.format(
        runtime=RUNTIME, packages="'pandas'", version="000000000000", counts="[1]"
    )
    run(emulator, archive, [1])
    with (
        connect(emulator, database="ENGINE", schema="MAIN") as session,
        pytest.raises(ProgrammingError, match="000000000000/mdm.zip"),
    ):
        session.cursor().execute(code)
