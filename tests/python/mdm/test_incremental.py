"""Increments give what a matching of everything at once gives, in whatever order things arrive."""

from __future__ import annotations

import random

import duckdb
import pandas as pd
import pytest

from mdm.identity import assign_with_model
from mdm.incremental import DECISION_COLUMNS, advance
from mdm.match_state import new_state, open_state, whole_tables
from mdm.parameters import read_parameters
from mdm.pipeline import RECORD_COLUMNS
from mdm.scoring import score_with_model
from mdm.similarity import choose_backend

HISTORIES, ORDERS = 20, 10
SURNAMES = ("Maier", "Mayer", "Nowak", "Schmitz")
FIRST_NAMES = ("Anna", "Ana", "Bernd", "Clara")
DATES = ("1980-01-02", "1980-02-01", "1975-06-30")
PHONES = ("0221 555010", "0221 555011", "0221 555010 ext 4")
STREETS = ("Hauptstr. 1", "Hauptstrasse 1", "Am Markt 9")
TAX_IDS = ("DE811234567", "DE294400178")


@pytest.fixture(scope="module")
def small_reference(reference):
    """The reference tables with limits so low that a few records pass them."""
    parameters = reference["match_model_parameters"].copy()
    for limit, value in (("generic_value", 3.0), ("block_cap", 4.0), ("links_apart", 1.0)):
        chosen = (parameters["kind"] == "limit") & (parameters["field"] == limit)
        parameters.loc[chosen, "value"] = value
    return reference | {"match_model_parameters": parameters}


@pytest.fixture(scope="module")
def start(small_reference):
    """A function that gives an empty state; a dozen records are not worth planning for."""
    rows = (small_reference["match_model_parameters"], small_reference["name_frequencies"])
    model, backend = read_parameters(*rows), choose_backend("rapidfuzz")

    def open_state():
        connection = duckdb.connect(config={"threads": 1})
        connection.execute("pragma disable_optimizer")
        return new_state(connection, small_reference, model, backend)

    return open_state


def history(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Deliveries of a dozen records that resemble each other, and decisions about some."""
    chance = random.Random(seed)
    rows = []
    for number in range(12):
        for day in sorted(chance.sample(range(1, 9), chance.choice((1, 1, 2, 3)))):
            said = {
                "source": chance.choice(("SAP", "Oracle")),
                "first_name": chance.choice(FIRST_NAMES),
                "last_name": chance.choice(SURNAMES),
                "phone": chance.choice((*PHONES, None)),
                "address": chance.choice((*STREETS, None)),
                "postcode": chance.choice(("50667", "50668", None)),
                "dob": chance.choice((*DATES, None)),
                "email": chance.choice(("info@x.de", f"m{number % 4}@x.de", None)),
                "nat_id": chance.choice((*TAX_IDS, None, None, None)),
            }
            blanked = chance.random() < 0.1
            rows.append(
                {"record_id": f"r{number:02d}", "known_from": f"2026-01-{day:02d}"}
                | ({} if blanked else said)
            )
    decided = {}
    for _ in range(chance.randrange(5)):
        left, right = sorted(chance.sample(range(12), 2))
        day = chance.randrange(1, 9)
        decision = chance.choice(("SAME", "DIFFERENT", "UNSURE"))
        decided[left, right, day] = (
            f"r{left:02d}",
            f"r{right:02d}",
            decision,
            f"2026-01-{day:02d}",
        )
    columns = ["record_id", "known_from", *RECORD_COLUMNS]
    deliveries = pd.DataFrame(rows).reindex(columns=columns).astype("string")
    return deliveries, pd.DataFrame(list(decided.values()), columns=DECISION_COLUMNS)


def at_once(state, deliveries, decisions):
    """Pairs and golden customers of all deliveries, by the steps of a matching in whole."""
    connection = state.connection
    connection.register("given", deliveries)
    connection.execute("insert into deliveries by name from given")
    connection.execute("insert into arrived select distinct record_id from given")
    for name, statement in whole_tables(state.macros, state.model.version).items():
        connection.execute(f"create or replace table {name} as {statement}")
    pairs, records = connection.sql("from candidates").df(), connection.sql("from matchable").df()
    scored = score_with_model(pairs, records, state.model, state.backend)
    assigned = assign_with_model(scored, records, state.model, state.backend, decisions)
    return scored, assigned


def rows_of(frame: pd.DataFrame, columns: list[str]) -> list[tuple]:
    """Some columns of a table as sorted text, so that two tables compare whatever their types."""
    texts = frame[columns].copy()
    for name in columns:
        if name.startswith(("known_", "assigned_")):
            texts[name] = texts[name].astype(str).str[:10]
    return sorted(
        texts.astype(object).where(texts.notna(), None).itertuples(index=False, name=None), key=repr
    )


PAIRS = [
    "version_id_l", "version_id_r", "known_from", "known_to", "match_score", "tier", "guard_code",
    "reasons",
]  # fmt: skip
IDENTITIES = ["record_id", "master_record_id", "customer_uid", "assigned_from"]


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_any_order_of_arrival_gives_what_all_at_once_gives(start, seed):
    deliveries, decisions = history(seed)
    scored, assigned = at_once(start(), deliveries, decisions)
    chance = random.Random(seed)
    for order in range(ORDERS):
        state = start()
        parts = [[], []]
        for kind, frame in (("said", deliveries), ("decided", decisions)):
            for row in range(len(frame)):
                chance.choice(parts).append((kind, row))
        if order % 3 == 0:
            # Some arrive wrong, and are delivered again as they should be.
            wrong = deliveries.sample(frac=0.3, random_state=order).assign(last_name="Xenakis")
            advance(state, wrong, decisions.iloc[[]])
        for part in parts:
            chance.shuffle(part)
            said = [row for kind, row in part if kind == "said"]
            decided = [row for kind, row in part if kind == "decided"]
            advance(state, deliveries.iloc[said], decisions.iloc[decided])
        found = state.connection.sql("from scored").df()
        assert rows_of(found, PAIRS) == rows_of(scored, PAIRS)
        found = state.connection.sql("from assigned").df()
        assert rows_of(found, IDENTITIES) == rows_of(assigned, IDENTITIES)


def test_the_histories_pass_the_limits_and_hold_merges_decisions_and_conflicts(start):
    seen = {"generic": 0, "capped": 0, "merged": 0, "decided": 0, "conflicts": 0, "cut": 0}
    for seed in range(HISTORIES):
        state = start()
        scored, assigned = at_once(state, *history(seed))
        count = lambda table, state=state: len(state.connection.sql(f"from {table}").df())  # noqa: E731
        seen["generic"] += count("generic")
        seen["capped"] += count("block_key_sizes where over_cap_from is not null")
        seen["merged"] += int((assigned["record_id"] != assigned["master_record_id"]).sum())
        seen["decided"] += len(history(seed)[1])
        links = scored[scored["tier"] == "AUTO_MERGE"]
        today = assigned.drop_duplicates("record_id", keep="last").set_index("record_id")
        ends = [links[name].map(today["customer_uid"]) for name in ("record_id_l", "record_id_r")]
        seen["cut"] += int((ends[0] != ends[1]).sum())
        seen["conflicts"] += int((scored["guard_code"] == "CONFLICT").sum())
    assert min(seen.values()) > HISTORIES / 2, seen


def test_a_delta_decides_anew_only_what_it_touches(start, make_records):
    state = start()
    names = ["Adler", "Brandt", "Conrad", "Dietz"]
    deliveries = pd.DataFrame(
        {
            "record_id": [f"{name}{copy}" for name in names for copy in (1, 2)],
            "known_from": "2026-01-01",
            "first_name": "Eva",
            "last_name": [name for name in names for _ in (1, 2)],
            "email": [f"{name}@mail.de".lower() for name in names for _ in (1, 2)],
            "dob": "1980-01-02",
        }
    ).reindex(columns=["record_id", "known_from", *RECORD_COLUMNS])
    none = pd.DataFrame(columns=DECISION_COLUMNS)
    assert advance(state, deliveries, none) == 8
    late = deliveries.iloc[[0]].assign(known_from="2026-01-02", phone="0221 1234567")
    assert advance(state, late, none) == 2
    assert advance(state, late, none) == 0


def couples(numbers: range, day: str) -> pd.DataFrame:
    """Two records each of people of one street, of whom nobody resembles another."""
    names = ("Adler", "Brandt", "Conrad")
    rows = [
        {
            "record_id": f"{names[number]}{copy}",
            "known_from": day,
            "first_name": FIRST_NAMES[number + 1],
            "last_name": names[number],
            "email": f"{names[number]}@mail.de".lower(),
            "dob": f"19{number + 6}0-0{number + 1}-1{number}",
            "address": f"Ring 1{number}{copy}",
            "postcode": "50667",
        }
        for number in numbers
        for copy in (1, 2)
    ]
    return pd.DataFrame(rows).reindex(columns=["record_id", "known_from", *RECORD_COLUMNS])


def test_who_leaves_a_block_but_keeps_every_link_is_not_decided_anew(start):
    state = start()
    none = pd.DataFrame(columns=DECISION_COLUMNS)
    assert advance(state, couples(range(2), "2026-01-01"), none) == 4
    assert advance(state, couples(range(2, 3), "2026-01-02"), none) == 2
    count = lambda table: state.connection.sql(f"from {table}").shape[0]  # noqa: E731
    assert (count("changed"), count("touched")) == (2, 6)
    assert count("accepted") == 3


def test_a_delta_masks_only_what_arrived_and_who_has_a_value_that_became_generic(start):
    state = start()
    none = pd.DataFrame(columns=DECISION_COLUMNS)
    advance(state, couples(range(2), "2026-01-01"), none)
    masked = lambda: state.connection.sql("from masked_anew order by all").fetchall()  # noqa: E731
    late = couples(range(2, 3), "2026-01-02").iloc[[0]]
    advance(state, late, none)
    assert masked() == [("Conrad1",)]
    both = pd.concat([late.assign(record_id=f"Conrad{copy}") for copy in (3, 4)])
    advance(state, both.assign(email="adler@mail.de"), none)
    assert masked() == [("Adler1",), ("Adler2",), ("Conrad3",), ("Conrad4",)]


def test_a_state_that_was_closed_goes_on_as_one_that_stayed_open(start, small_reference, tmp_path):
    deliveries, decisions = history(0)
    stays = start()
    rows = (small_reference["match_model_parameters"], small_reference["name_frequencies"])
    model, backend = read_parameters(*rows), choose_backend("rapidfuzz")
    for half in (slice(0, 9), slice(9, None)):
        advance(stays, deliveries.iloc[half], decisions.iloc[half])
        with duckdb.connect(tmp_path / "state.duckdb", config={"threads": 1}) as connection:
            if half.start == 0:
                closes = new_state(connection, small_reference, model, backend)
            else:
                closes = open_state(connection, model, backend)
            advance(closes, deliveries.iloc[half], decisions.iloc[half])
            found = connection.sql("from assigned").df(), connection.sql("from scored").df()
    expected = stays.connection.sql("from assigned").df(), stays.connection.sql("from scored").df()
    for table, one, other in zip((IDENTITIES, PAIRS), found, expected, strict=True):
        assert rows_of(one, table) == rows_of(other, table)


def test_a_content_is_told_by_every_column_that_is_matched(start):
    state = start()
    columns = state.connection.sql("from matchable").columns
    told = state.macros.content_id("''")
    kept = {"version_id", "record_id", "known_from", "known_to", "content_id"}
    assert [name for name in columns if name not in kept and f"({name}," not in told] == []
