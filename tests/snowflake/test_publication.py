"""Marts are published and rolled back by dbt on the emulator, privileges and policies included."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from emulator.app import Emulator
from emulator.serve import connect, running
from loading import DATABASE, PORT, run_dbt

pytestmark = pytest.mark.long
# The marts that are views: their rows are stored when they are published.
VIEWS = ("customer_id_resolution", "gate_audit", "mart_status")
HISTORY = """
create schema if not exists CUSTOMER_360.BOOKKEEPING;
create table CUSTOMER_360.BOOKKEEPING.RUNS (
    run_id varchar, as_of_date varchar, command varchar, selection varchar, vars varchar,
    started_at timestamp_ntz, ended_at timestamp_ntz, status varchar, is_whole boolean
);
create table CUSTOMER_360.BOOKKEEPING.OPEN_PROBLEMS (
    as_of_date varchar, node varchar, name varchar, resource_type varchar, status varchar,
    run_id varchar
);
create table CUSTOMER_360.BOOKKEEPING.BUILT_MARTS (
    as_of_date varchar, mart varchar, data_until date, built_at timestamp_ntz, run_id varchar
);
create table CUSTOMER_360.BOOKKEEPING.PUBLICATIONS (
    published_at timestamp_ntz, published_by varchar, published_as varchar, run_id varchar,
    data_until date, accepted varchar
);
insert into CUSTOMER_360.BOOKKEEPING.RUNS
select 'run-1', '', 'build', '', '{}', '2026-01-05'::timestamp_ntz, '2026-01-05'::timestamp_ntz,
    'ended', true;
create schema CUSTOMER_360.MARTS;
create table CUSTOMER_360.MARTS.DIM_CUSTOMER as select 'Ann' as full_name, 1 as publication;
create table CUSTOMER_360.MARTS.CUSTOMER_MESSAGES as
select 'Where is it?' as message, 0.5 as embedding;
"""


@pytest.fixture(scope="module")
def account() -> Iterator[Emulator]:
    """An account with marts and the history of a whole build."""
    with running(PORT) as emulator, connect(emulator, database=DATABASE) as session:
        session.execute_string(HISTORY)
        for view in VIEWS:
            session.cursor().execute(
                f"create view CUSTOMER_360.MARTS.{view} as"
                " select publication as x from CUSTOMER_360.MARTS.DIM_CUSTOMER"
            )
        yield emulator


def rows(account: Emulator, sql: str) -> list[tuple]:
    with connect(account, database=DATABASE) as session:
        return session.cursor().execute(sql).fetchall()


def published(account: Emulator) -> tuple[int, int]:
    """What readers see in a table, and in what is a view in the marts."""
    (found,) = rows(
        account,
        "select customers.publication, status.x from CUSTOMER_360.PUBLISHED.DIM_CUSTOMER as"
        " customers cross join CUSTOMER_360.PUBLISHED.MART_STATUS as status",
    )
    return found


def privileges(account: Emulator) -> set[tuple]:
    return set(
        rows(
            account,
            "select object_type, object_name, privilege_type, grantee"
            " from CUSTOMER_360.information_schema.object_privileges where object_schema ="
            " 'PUBLISHED' or (object_type = 'SCHEMA' and object_name = 'PUBLISHED')",
        )
    )


def test_a_publication_and_its_roll_back(account: Emulator) -> None:
    first = run_dbt(account, "run-operation", "publish")
    assert first.code == 0, first.output[-4000:]
    assert published(account) == (1, 1)
    messages = "select * from CUSTOMER_360.PUBLISHED.CUSTOMER_MESSAGES"
    assert rows(account, messages) == [("Where is it?",)]

    with connect(account, database=DATABASE) as session:
        session.execute_string(
            "grant usage on schema CUSTOMER_360.PUBLISHED to role READER;"
            "grant select on table CUSTOMER_360.PUBLISHED.DIM_CUSTOMER to role READER;"
            "alter table CUSTOMER_360.MARTS.DIM_CUSTOMER modify column full_name"
            " set masking policy HIDE_NAME;"
            "update CUSTOMER_360.MARTS.DIM_CUSTOMER set publication = 2;"
        )
    assert published(account) == (1, 1)  # nothing that is published reads the marts
    granted = privileges(account)
    assert len(granted) == 2

    second = run_dbt(account, "run-operation", "publish", "--args", json.dumps({"accept": []}))
    assert second.code == 0, second.output[-4000:]
    assert published(account) == (2, 2)
    assert privileges(account) == granted

    undone = run_dbt(account, "run-operation", "roll_back_publication")
    assert undone.code == 0, undone.output[-4000:]
    assert published(account) == (1, 1)
    assert privileges(account) == granted
    logged = rows(
        account,
        "select accepted from CUSTOMER_360.BOOKKEEPING.PUBLICATIONS order by published_at",
    )
    assert logged == [("",), ("",), ("rolled back",)]


def test_a_policy_that_would_be_lost_stops_the_publication(account: Emulator) -> None:
    before = published(account)
    with connect(account, database=DATABASE) as session:
        session.execute_string(
            "alter view CUSTOMER_360.MARTS.MART_STATUS modify column x set masking policy HIDE_X;"
            "update CUSTOMER_360.MARTS.DIM_CUSTOMER set publication = 3;"
        )
    stopped = run_dbt(account, "run-operation", "publish")
    assert stopped.code != 0
    assert "HIDE_X on MART_STATUS.X" in stopped.output
    assert published(account) == before
