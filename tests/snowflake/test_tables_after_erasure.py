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
# Notes that name the person, in rows about others; the last one is about someone else.
NOTES = f"""
    create schema if not exists {DATABASE}.SNAPSHOTS;
    create or replace table {DATABASE}.SNAPSHOTS.STEWARD_DECISION_HISTORY as
    select
        lower(sha2('T3:SAPT9:{KEY}', 256)) as record_id_l, '{KEY}' as customer_id_l,
        'b' as record_id_r, 'CUST1' as customer_id_r, 'same address' as reason
    union all select 'a', 'KNA1', 'b', 'CUST1', 'Hanspeter called'
    union all select 'a', 'KNA1', 'c', 'CUST2', 'same address';
    create schema if not exists {DATABASE}.BUSINESS_VAULT;
    create or replace table {DATABASE}.BUSINESS_VAULT.STANDARDISED_RECORDS as
    select
        lower(sha2('T3:SAPT9:{KEY}', 256)) as record_id, 'hanspeter' as first_name,
        'fischer' as last_name, 'hanspeter fischer' as full_name, '49 6019216555' as phone
    union all select
        lower(sha2('T3:SAPT9:{KEY}', 256)), 'hp', 'fischer', 'hp fischer', null
    union all select
        lower(sha2('T3:SAPT9:{KEY}', 256)), 'hansi', 'fischer', 'hansi fischer', null
    union all select 'a', 'maria', 'fischer', 'maria fischer', null;
    insert into {DATABASE}.LANDING_FILES.ORDERS
        (ORDER_ID, ORDER_SOURCE, CUSTOMER_ID, PAYMENT_METHOD, _file_name, _file_row)
    values
        ('OWN-1', 'SAP', '{KEY}', 'HP pays later', 'notes.csv', 1),
        ('OWN-2', 'SAP', '{KEY}', 'Fischer pays later', 'notes.csv', 2),
        ('OWN-3', 'SAP', '{KEY}', 'HPI', 'notes.csv', 3),
        ('OTHER-1', 'SAP', 'KNA000286', 'HP pays later', 'notes.csv', 4),
        ('OTHER-2', 'SAP', 'KNA000286', 'Fischer pays later', 'notes.csv', 5),
        ('OTHER-3', 'SAP', 'KNA000286', 'Fischer, HP pays later', 'notes.csv', 6),
        ('WORD-1', 'SAP', 'KNA000286', 'Hansi snack', 'notes.csv', 7),
        ('WORD-2', 'SAP', 'KNA000286', 'a hansi day', 'notes.csv', 8),
        ('WORD-3', 'SAP', 'KNA000286', 'Hansi Fischer called', 'notes.csv', 9),
        ('WORD-4', 'SAP', '{KEY}', 'ask Hansi', 'notes.csv', 10);
    insert into {DATABASE}.LANDING_FILES.INTERACTIONS
        (INTERACTION_ID, CUSTOMER_ID, OUTCOME, INTERACTION_TYPE, AGENT_ID, _file_name, _file_row)
    values
        ('INT-1', 'CUST000055', 'Spoke to Hanspeter', 'Call', 'A-1', 'notes.csv', 1),
        ('INT-2', 'CUST000055', 'Back office: 06019/216-555', 'Call', '{KEY}', 'notes.csv', 2),
        ('INT-3', 'CUST000055', 'Spoke to Mrs Fischer', 'Call', 'A-1', 'notes.csv', 3),
        ('INT-4', 'CUST000055', 'Hansi bar', 'Call', 'A-1', 'words.csv', 1),
        ('INT-5', 'CUST000055', 'Order 060192, ticket 16555', 'Call', 'A-1', 'digits.csv', 1),
        ('INT-6', 'CUST000055', 'Items 1906019, 216, 5557', 'Call', 'A-1', 'digits.csv', 2),
        ('INT-7', 'CUST000055', '+49 (6019) 216 555!', 'Call', 'A-1', 'digits.csv', 3);
    insert into {DATABASE}.LANDING_FILES.STEWARD_DECISIONS
        (decision_id, reason, _file_name, _file_row)
    values ('SD-9901', 'Both are Hanspeter Fischer', 'notes.csv', 1)
"""


@dataclass(frozen=True)
class Erasure:
    """The account after an erasure with a value in the reason, another one, and the proof."""

    emulator: Emulator
    refused: Outcome
    outcome: Outcome
    proof: Outcome

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
        for statement in (HUB + ";" + NOTES).split(";"):
            session.cursor().execute(statement)
        outcomes = []
        for reason in ("Hanspeter asked for it", "test"):
            arguments = json.dumps({"records": [f"SAP:{KEY}"], "reason": reason})
            operation = ("run-operation", "erase_records", "--args", arguments)
            outcomes.append(run_dbt(emulator, *operation))
        # A rebuild replaces these.
        for schema in ("BUSINESS_VAULT", "RAW_VAULT"):
            session.cursor().execute(f"drop schema {DATABASE}.{schema}")
        yield Erasure(emulator, *outcomes, run_dbt(emulator, "run-operation", "erase_proof"))


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


def test_notes_and_reasons_lose_the_name_and_others_stay(erasure: Erasure) -> None:
    notes = "INTERACTION_ID like 'INT-%' and _file_name = 'notes.csv' and OUTCOME is not null"
    assert erasure.count("LANDING_FILES.INTERACTIONS", notes) == 1
    assert erasure.count("LANDING_FILES.INTERACTIONS", "OUTCOME = 'Spoke to Mrs Fischer'") == 1
    kept = "INTERACTION_TYPE = 'Call' and _file_name = 'notes.csv'"
    assert erasure.count("LANDING_FILES.INTERACTIONS", kept) == 3
    assert erasure.count("LANDING_FILES.INTERACTIONS", f"{kept} and AGENT_ID = 'A-1'") == 2
    assert erasure.count("LANDING_FILES.STEWARD_DECISIONS", "reason like '%Hanspeter%'") == 0
    history = "SNAPSHOTS.STEWARD_DECISION_HISTORY"
    assert erasure.count(history, "reason = 'erased'") == 2
    assert erasure.count(history, "reason = 'same address' and customer_id_l = 'KNA1'") == 1
    assert erasure.count(history, "customer_id_l like 'ERASED-%'") == 1


def test_digits_of_several_numbers_are_not_a_phone_number(erasure: Erasure) -> None:
    kept = "_file_name = 'digits.csv' and OUTCOME is not null and INTERACTION_ID"
    assert erasure.count("LANDING_FILES.INTERACTIONS", f"{kept} in ('INT-5', 'INT-6')") == 2
    assert erasure.count("LANDING_FILES.INTERACTIONS", f"{kept} = 'INT-7'") == 0


def test_a_short_or_shared_name_is_erased_from_notes_about_the_person_only(
    erasure: Erasure,
) -> None:
    kept = "_file_name = 'notes.csv' and PAYMENT_METHOD is not null and ORDER_ID"
    assert erasure.count("LANDING_FILES.ORDERS", f"{kept} in ('OWN-1', 'OWN-2', 'OTHER-3')") == 0
    assert erasure.count("LANDING_FILES.ORDERS", f"{kept} in ('OWN-3', 'OTHER-1', 'OTHER-2')") == 3


def test_a_name_that_is_a_word_stays_in_notes_about_others(erasure: Erasure) -> None:
    kept = "_file_name = 'notes.csv' and PAYMENT_METHOD is not null and ORDER_ID"
    assert erasure.count("LANDING_FILES.ORDERS", f"{kept} in ('WORD-1', 'WORD-2')") == 2
    assert erasure.count("LANDING_FILES.ORDERS", f"{kept} in ('WORD-3', 'WORD-4')") == 0


def test_a_reason_with_a_value_is_refused(erasure: Erasure) -> None:
    assert erasure.refused.code == 1
    assert "the reason has a value of the person" in erasure.refused.output
    assert erasure.count("BOOKKEEPING.ERASURES", "reason <> 'test'") == 0


def test_the_proof_finds_nothing(erasure: Erasure) -> None:
    assert erasure.proof.code == 0, erasure.proof.output[-4000:]
    assert "0 values of an erased person" in erasure.proof.output
