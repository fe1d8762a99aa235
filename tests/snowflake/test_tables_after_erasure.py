"""A record is erased from the landing tables on Snowflake, and from rows that are loaded later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from deliveries import deliver
from emulator.app import Emulator
from emulator.serve import running
from loading import DATABASE, PORT, Outcome, run_dbt

FEEDS = ("sap_kna1", "orders", "clickstream", "interactions")
KEY, EMAIL = "KNA000285", "hanspeter.fischer@drub-medizintechnik.de"
HUB = f"""
    create schema if not exists {DATABASE}.RAW_VAULT;
    create or replace table {DATABASE}.RAW_VAULT.HUB_CUSTOMER as
    select sha2_binary('T3:SAPT9:{KEY}') as customer_hk, 'SAP' as source_system,
        '{KEY}' as customer_id
"""


@dataclass(frozen=True)
class Erasure:
    """The account after an erasure, and after the same files were loaded again."""

    emulator: Emulator
    outcome: Outcome

    def count(self, table: str, condition: str) -> int:
        """The number of rows with a condition."""
        session = self.emulator.instance.connect(DATABASE, "PUBLIC")
        query = f"select count(*) from {DATABASE}.{table} where {condition}"
        return session.cursor().execute(query).fetchone()[0]


@pytest.fixture(scope="module")
def erasure() -> Iterator[Erasure]:
    """An account from which a record was erased."""
    with running(PORT) as emulator:
        deliver(emulator, ["B001"], FEEDS)
        session = emulator.instance.connect(DATABASE, "PUBLIC")
        for statement in HUB.split(";"):
            session.cursor().execute(statement)
        arguments = json.dumps({"records": [f"SAP:{KEY}"], "reason": "test"})
        outcome = run_dbt(emulator, "run-operation", "erase_records", "--args", arguments)
        yield Erasure(emulator, outcome)


def test_the_record_is_a_pseudonym_without_values(erasure: Erasure) -> None:
    assert erasure.outcome.code == 0, erasure.outcome.output[-4000:]
    assert [f"{failed.node}: {failed.error}" for failed in erasure.emulator.log.failed()] == []
    assert erasure.count("LANDING_FILES.SAP_KNA1", f"KUNNR = '{KEY}'") == 0
    gone = "KUNNR like 'ERASED-%' and NAME1 is null and SMTP_ADDR is null and TELF1 is null"
    assert erasure.count("LANDING_FILES.SAP_KNA1", gone) == 1
    assert erasure.count("LANDING_FILES.SAP_KNA1", "NAME1 is not null") > 300
    assert erasure.count("LANDING_FILES.ORDERS", f"CUSTOMER_ID = '{KEY}'") == 0


def test_the_register_has_digests_and_the_end_of_time_travel_is_shown(erasure: Erasure) -> None:
    assert erasure.count("BOOKKEEPING.ERASURES", "kind = 'record' and length(digest) = 64") == 1
    assert "Time Travel ends on" in erasure.outcome.output
    assert "Fail-safe" in erasure.outcome.output
