"""The emulator's server: errors, log, stages, procedures, and the end of a session."""

from __future__ import annotations

from pathlib import Path

import pytest
from snowflake.connector.errors import ProgrammingError

from emulator.app import Emulator
from emulator.inserts import LONG
from emulator.serve import connect, running

PROCEDURE = """
with sums__dbt_sp as procedure ()
returns string language python runtime_version = '3.11' packages = ('snowflake-snowpark-python')
imports = ('@procedures.public.code/engine.py') handler = 'main' execute as caller
as $$
import engine

def main(session):
    frame = session.table("procedures.public.numbers").to_pandas()
    result = session.create_dataframe(frame.assign(DOUBLED=engine.doubled(frame["X"])))
    result.write.mode("overwrite").save_as_table("procedures.public.doubled")
    return "OK"
$$
call sums__dbt_sp()
"""


def test_an_unexpected_failure_is_an_error_and_not_retried(emulator: Emulator) -> None:
    with connect(emulator) as session, pytest.raises(ProgrammingError):
        session.cursor().execute("copy files into @missing from @other")


def test_deeply_nested_expressions_are_parsed(emulator: Emulator) -> None:
    nested = "replace(" * 150 + "'a'" + ", 'b', 'c')" * 150
    with connect(emulator) as session:
        assert session.cursor().execute(f"select {nested}").fetchall() == [("a",)]


def test_an_error_leaves_the_session_usable(emulator: Emulator) -> None:
    with connect(emulator) as session:
        cursor = session.cursor()
        cursor.execute("begin")
        with pytest.raises(ProgrammingError):
            cursor.execute("select cast('a' as int)")
        assert cursor.execute("select 1").fetchall() == [(1,)]


def test_temporary_relations_end_with_their_session(emulator: Emulator) -> None:
    with connect(emulator) as session:
        session.cursor().execute("create temporary table short_lived as select 1 as x")
    with connect(emulator) as session, pytest.raises(ProgrammingError, match="SHORT_LIVED"):
        session.cursor().execute("select x from short_lived")


def test_a_long_insert_arrives_complete(emulator: Emulator) -> None:
    rows = ", ".join(f"({number}, 'it''s', null)" for number in range(2000))
    assert len(rows) > LONG
    with connect(emulator) as session:
        cursor = session.cursor()
        cursor.execute("create or replace table long_insert (x int, y varchar, z date)")
        cursor.execute(f"insert into long_insert (x, y, z) values {rows}")
        assert cursor.rowcount == 2000
        cursor.execute("select sum(x), min(y), count(z) from long_insert")
        assert cursor.fetchall() == [(1999000, "it's", 0)]


def test_the_log_names_the_node_and_the_error(emulator: Emulator) -> None:
    with connect(emulator) as session, pytest.raises(ProgrammingError):
        session.cursor().execute('select 1 from missing /* {"node_id": "model.project.one"} */')
    last = emulator.log.failed()[-1]
    assert last.node == "model.project.one"
    assert "MISSING" in last.error


def test_a_procedure_imports_what_was_put_on_a_stage(emulator: Emulator, tmp_path: Path) -> None:
    engine = tmp_path / "engine.py"
    engine.write_text("def doubled(values):\n    return values * 2\n", encoding="utf-8")
    with connect(emulator, database="PROCEDURES") as session:
        cursor = session.cursor()
        cursor.execute("create table numbers as select 21 as x")
        cursor.execute("create stage code")
        with pytest.raises(ProgrammingError, match="put it on the stage"):
            cursor.execute(PROCEDURE)
        cursor.execute(f"put 'file://{engine}' @procedures.public.code auto_compress=false")
        assert cursor.execute(PROCEDURE).fetchall() == [("OK",)]
        assert cursor.execute("select x, doubled from doubled").fetchall() == [(21, 42)]


def test_a_procedure_that_fails_shows_its_traceback(emulator: Emulator) -> None:
    code = PROCEDURE.replace("import engine", "raise ValueError('no engine')")
    code = code.replace("imports = ('@procedures.public.code/engine.py')", "")
    with connect(emulator) as session, pytest.raises(ProgrammingError, match="no engine"):
        session.cursor().execute(code)


def test_two_servers_have_separate_ports_and_databases(emulator: Emulator) -> None:
    with running() as other:
        assert other.port != emulator.port
        servers = {"the first": emulator, "the second": other}
        for name, server in servers.items():
            with connect(server, database="SERVERS") as session:
                session.cursor().execute(f"create table owner as select '{name}' as name")
        for name, server in servers.items():
            with connect(server, database="SERVERS") as session:
                found = session.cursor().execute("select name from owner").fetchall()
            assert found == [(name,)]
