"""Loads in any order give the same as one load, and change only what they must."""

from __future__ import annotations

import random
from collections import Counter

import pandas as pd
import pytest
from warehouse_steps import DECISION_COLUMNS, Warehouse

from mdm.standardise.records import RECORD_COLUMNS

HISTORIES, RECORDS, DAYS = 3, 16, 5
SURNAMES = ("Maier", "Mayer", "Nowak", "Schmitz")
FIRST_NAMES = ("Anna", "Ana", "Bernd", "Clara")
DATES = ("1980-01-02", "1980-02-01", "1975-06-30")
PHONES = ("0221 555010", "0221 555011", "0221 555010 ext 4")
STREETS = ("Hauptstr. 1", "Hauptstrasse 1", "Am Markt 9")
TAX_IDS = ("DE811234567", "DE294400178")
PAIRS = [
    "version_id_l", "version_id_r", "known_from", "known_to", "match_score", "tier", "guard_code",
    "reasons",
]  # fmt: skip
IDENTITIES = ["record_id", "master_record_id", "customer_uid", "assigned_from"]


@pytest.fixture(scope="module")
def start(reference, macros):
    """A function that returns an empty warehouse with limits that a few records exceed."""
    parameters = reference["match_model_parameters"].copy()
    for limit, value in (("generic_value", 6.0), ("block_cap", 4.0), ("links_apart", 1.0)):
        chosen = (parameters["kind"] == "limit") & (parameters["field"] == limit)
        parameters.loc[chosen, "value"] = value
    small = reference | {"match_model_parameters": parameters}
    return lambda: Warehouse(small, macros)


def history(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Deliveries of similar records, and decisions on some of them."""
    chance = random.Random(seed)
    rows = []
    for number in range(RECORDS):
        for day in sorted(chance.sample(range(1, DAYS + 1), chance.choice((1, 1, 2, 3)))):
            values = {
                "source": chance.choice(("SAP", "Oracle")),
                "first_name": chance.choice(FIRST_NAMES),
                "last_name": chance.choice(SURNAMES),
                "phone": chance.choice((*PHONES, None)),
                "address": chance.choice((*STREETS, None)),
                "postcode": chance.choice(("50667", "50668", None)),
                "birth_date": chance.choice((*DATES, None)),
                "email": chance.choice(("info@x.de", f"m{number % 6}@x.de", None)),
                "national_id": chance.choice((*TAX_IDS, None, None, None)),
            }
            is_blank = chance.random() < 0.1
            rows.append(
                {"record_id": f"r{number:02d}", "known_from": f"2026-01-{day:02d}"}
                | ({} if is_blank else values)
            )
    decided = {}
    for _ in range(chance.randrange(2, 7)):
        left, right = sorted(chance.sample(range(RECORDS), 2))
        day = chance.randrange(1, DAYS + 1)
        decision = chance.choice(("SAME", "DIFFERENT", "UNSURE"))
        decided[left, right, day] = f"r{left:02d}", f"r{right:02d}", decision, f"2026-01-{day:02d}"
    return deliveries_of(rows), pd.DataFrame(list(decided.values()), columns=DECISION_COLUMNS)


def deliveries_of(rows: list[dict]) -> pd.DataFrame:
    columns = ["record_id", "known_from", *RECORD_COLUMNS]
    return pd.DataFrame(rows).reindex(columns=columns).astype("string")


def result(warehouse: Warehouse) -> tuple[list[tuple], list[tuple]]:
    """Scored pairs and customers as sorted texts, so that two results can be compared."""
    return sorted_rows(warehouse.table("scored"), PAIRS), sorted_rows(
        warehouse.table("assigned"), IDENTITIES
    )


def sorted_rows(frame: pd.DataFrame, columns: list[str]) -> list[tuple]:
    texts = frame[columns].copy()
    for name in columns:
        if name.startswith(("known_", "assigned_")):
            texts[name] = texts[name].astype(str).str[:10]
    texts = texts.astype(object).where(texts.notna(), None)
    return sorted(texts.itertuples(index=False, name=None), key=repr)


@pytest.fixture(scope="module")
def loaded_at_once(start):
    """Warehouses that loaded a history in one load, by seed."""
    found = {}
    for seed in range(HISTORIES):
        found[seed] = start()
        found[seed].load(*history(seed))
    return found


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_day_by_day_gives_the_same_as_one_load(start, loaded_at_once, seed):
    deliveries, decisions = history(seed)
    warehouse = start()
    for first, last in ((1, 2), (3, 3), (4, DAYS)):
        days = f"2026-01-{first:02d}", f"2026-01-{last:02d}"
        warehouse.load(
            deliveries[deliveries["known_from"].between(*days)],
            decisions[decisions["decided_date"].between(*days)],
        )
    assert result(warehouse) == result(loaded_at_once[seed])


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_any_order_of_arrival_gives_the_same_as_one_load(start, loaded_at_once, seed):
    deliveries, decisions = history(seed)
    chance = random.Random(seed)
    warehouse = start()
    if seed % 2:
        # Some arrive with a wrong name first, and are then delivered again correctly.
        wrong = deliveries.sample(frac=0.3, random_state=seed).assign(last_name="Xenakis")
        warehouse.load(wrong)
    rows = [("delivery", row) for row in range(len(deliveries))]
    rows += [("decision", row) for row in range(len(decisions))]
    chance.shuffle(rows)
    for part in (rows[::2], rows[1::2]):
        delivered = [row for kind, row in part if kind == "delivery"]
        decided = [row for kind, row in part if kind == "decision"]
        warehouse.load(deliveries.iloc[delivered], decisions.iloc[decided])
    assert result(warehouse) == result(loaded_at_once[seed])


def test_histories_contain_generic_values_capped_keys_merges_and_conflicts(loaded_at_once):
    seen = Counter()
    for seed, warehouse in loaded_at_once.items():
        scored, assigned = warehouse.table("scored"), warehouse.table("assigned")
        seen["generic"] += len(warehouse.table("generic"))
        seen["capped"] += len(warehouse.table("oversized"))
        seen["merged"] += int((assigned["record_id"] != assigned["master_record_id"]).sum())
        seen["decided"] += len(history(seed)[1])
        links = scored[scored["tier"] == "AUTO_MERGE"]
        last = assigned.sort_values("assigned_from").drop_duplicates("record_id", keep="last")
        owners = last.set_index("record_id")["customer_uid"]
        ends = [links[name].map(owners) for name in ("record_id_l", "record_id_r")]
        seen["cut"] += int((ends[0] != ends[1]).sum())
        seen["conflicts"] += int((scored["guard_code"] == "CONFLICT").sum())
    kinds = ("generic", "capped", "merged", "decided", "cut", "conflicts")
    assert min(seen[kind] for kind in kinds) >= HISTORIES, seen


def couples(names: dict[str, int], day: str) -> pd.DataFrame:
    """Two records each of different people in one postcode."""
    return deliveries_of(
        [
            {
                "record_id": f"{name}{copy}",
                "known_from": day,
                "first_name": FIRST_NAMES[number % 4],
                "last_name": name,
                "email": f"{name}@mail.de".lower(),
                "birth_date": f"19{number + 60}-0{number + 1}-1{number}",
                "address": f"Ring 1{number}{copy}",
                "postcode": "50667",
            }
            for name, number in names.items()
            for copy in (1, 2)
        ]
    )


def names_of(warehouse: Warehouse, table: str) -> set[str]:
    return set(warehouse.table(table)["record_id"])


def test_a_load_reclusters_only_linked_records(start):
    warehouse = start()
    names = {"Adler": 0, "Brandt": 1, "Conrad": 2}
    assert len(warehouse.load(couples(names, "2026-01-01"))) == 6
    late = couples({"Adler": 0}, "2026-01-02").iloc[[0]].assign(phone="0221 1234567")
    assert warehouse.load(late) == {"Adler1", "Adler2"}
    again = late.assign(known_from="2026-01-03")
    assert warehouse.load(again) == {"Adler1", "Adler2"}


def test_a_load_changes_only_delivered_records_and_those_with_new_generic_values(start):
    warehouse = start()
    warehouse.load(couples({"Adler": 0, "Brandt": 1}, "2026-01-01"))
    late = couples({"Conrad": 2}, "2026-01-02").iloc[[0]]
    warehouse.load(late)
    assert names_of(warehouse, "changed") == {"Conrad1"}
    copies = [late.assign(record_id=f"Conrad{copy}") for copy in range(3, 8)]
    many = pd.concat(copies).assign(email="adler@mail.de", known_from="2026-01-03")
    warehouse.load(many)
    arrived = {f"Conrad{copy}" for copy in range(3, 8)}
    assert names_of(warehouse, "changed") == arrived | {"Adler1", "Adler2"}


def test_a_key_over_its_cap_refreshes_its_records_without_reassigning_them(start):
    warehouse = start()
    warehouse.load(couples({"Adler": 0, "Brandt": 1}, "2026-01-01"))
    before = set(result(warehouse)[1])
    warehouse.load(couples({"Conrad": 2}, "2026-01-02"))
    assert names_of(warehouse, "changed") == {"Conrad1", "Conrad2"}
    assert len(names_of(warehouse, "refreshed")) > 2
    assert before < set(result(warehouse)[1])


def test_a_content_id_depends_on_every_column_that_is_matched(loaded_at_once, macros):
    columns = loaded_at_once[0].table("matchable limit 0").columns
    text = macros.content_id("''")
    ignored = {"version_id", "record_id", "known_from", "known_to", "content_id"}
    assert [name for name in columns if name not in ignored and f"({name}," not in text] == []
