"""An erasure removes the person from delivered files; landing does so from redelivered ones."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import duckdb
import pytest
from canary import CANARIES, OTHER, RECORDS, write_feeds

from contracts.feed import Feed
from contracts.read import feeds_by_name
from dbt_in_process import DATABASE, ROOT, Project
from erasure.delivered_file import read_rows, rewrite
from erasure.person import Keys, parse_records
from erasure.plan import Plan
from erasure.register import append, cell_digest, row_digest, value_digest
from warehouse.landing.clean_text import clean_text
from warehouse.landing.landing_folder import LandedFile

FEEDS = feeds_by_name(ROOT / "contracts")
KEYS = Keys.of(FEEDS)
# Feeds with keys of several systems, contacts, digests of addresses, and overrides.
REPLAYED = ("sap_kna1", "orders", "salesforce_contacts", "clickstream", "steward_overrides")


@dataclass(frozen=True)
class Erased:
    """Delivered files, the same after the erasure, and what was planned."""

    before: Sequence[LandedFile]
    after: Sequence[LandedFile]
    plan: Plan


def hub_keys(files: Sequence[LandedFile]) -> set[str]:
    """The hub keys of all accepted customer records."""
    return {
        key
        for file in files
        if FEEDS[file.feed].customer_system
        for row in read_rows(file)
        for _, key in KEYS.in_row(file.feed, row)
        if " " not in "".join(row.get(key.column) or "" for key in KEYS.of_feed[file.feed])
        and row.get("ORDER_SOURCE") != "Fax"
    }


@pytest.fixture(scope="module")
def erased(tmp_path_factory: pytest.TempPathFactory) -> Erased:
    """The person erased from the files of all feeds."""
    folder = tmp_path_factory.mktemp("erased")
    (folder / "before").mkdir()
    before = list(write_feeds(folder / "before", FEEDS, 60))
    shutil.copytree(folder / "before", folder / "after")
    after = [LandedFile(f.feed, folder / "after" / f.path.name, f.format, "") for f in before]
    plan = Plan(FEEDS, KEYS, parse_records(RECORDS, KEYS), hub_keys(before), "salt")
    plan.collect(after)
    plan.add_email_digests()
    for file, changes in [(file, plan.changes(file)) for file in after]:
        rewrite(file, changes)
    return Erased(before, after, plan)


def found_in(path: Path) -> set[str]:
    """The canaries in a file."""
    text = path.read_text("utf-8").lower()
    return {canary for canary in CANARIES if canary in text}


def test_nothing_of_the_person_is_left_in_any_file(erased: Erased) -> None:
    assert sum(bool(found_in(file.path)) for file in erased.before) >= 16
    assert {file.feed: found for file in erased.after if (found := found_in(file.path))} == {}


def test_other_rows_stay_as_they_are(erased: Erased) -> None:
    for before, after in zip(erased.before, erased.after, strict=True):
        changed = [
            row for row, now in zip(read_rows(before), read_rows(after), strict=True) if row != now
        ]
        assert {row["_record_source"] for row in changed} <= {"CANARY"}, before.feed


def test_another_customer_keeps_its_contact_and_deal_without_the_person(erased: Erased) -> None:
    rows = {
        file.feed: [row for row in read_rows(file) if row["_record_source"] == "CANARY"]
        for file in erased.after
    }
    contact = rows["salesforce_contacts"][1]
    assert (contact["AccountId"], contact["LastName"], contact["Email"]) == (OTHER, "", "")
    deal = rows["opportunities"][0]
    assert (deal["ACCOUNT_ID"], deal["DEAL_NAME"], deal["AMOUNT"]) == (OTHER, "", "100.00")
    visit = rows["clickstream"][1]
    assert (visit["EMAIL_SHA256"], visit["PAGE"]) == ("", "/contact")
    assert rows["accepted_files"][0]["reason"] == "erased"


def test_keys_are_pseudonyms_with_the_hub_key(erased: Erased) -> None:
    keys = {
        key
        for file in erased.after
        for row in read_rows(file)
        for _, key in KEYS.in_row(file.feed, row)
    }
    assert erased.plan.erased.keys() <= keys


def planned(
    folder: Path, people: Sequence[Sequence[str]], notes: Sequence[tuple[str, str]]
) -> tuple[dict[int, dict], dict[int, bool]]:
    """The changes when customer CUST1 is erased: of customers, each with id, first and last name
    and country, and for interactions, each of a customer with an outcome, whether it is erased."""
    customers, talks = folder / "oracle_customers.csv", folder / "interactions.csv"
    lines = [",".join(person) + "\n" for person in people]
    customers.write_text("CUSTOMER_ID,FIRST_NAME,LAST_NAME,COUNTRY\n" + "".join(lines))
    rows = [f'INT-{number},{key},"{note}"\n' for number, (key, note) in enumerate(notes)]
    talks.write_text("INTERACTION_ID,CUSTOMER_ID,OUTCOME\n" + "".join(rows))
    files = [LandedFile(path.stem, path, "csv", "") for path in (customers, talks)]
    records = parse_records("Oracle:CUST1", KEYS)
    plan = Plan(FEEDS, KEYS, records, hub_keys(files), "salt")
    plan.collect(files)
    changes = {number: "OUTCOME" in cells for number, cells in plan.changes(files[1]).items()}
    return plan.changes(files[0]), changes


def plan_with_notes(folder: Path, name: str, notes: Sequence[tuple[str, str]]) -> dict[int, bool]:
    """The changes of interactions when a customer with a last name is erased; another customer is
    called Okoro."""
    people = [("CUST1", "", name, ""), ("CUST2", "", "Okoro", "")]
    return planned(folder, people, notes)[1]


def test_a_name_is_erased_from_notes_but_not_from_labels(tmp_path: Path) -> None:
    notes = [("CUST1", "Call Hermes back"), ("CUST2", "Ask Hermes")]
    assert plan_with_notes(tmp_path, "Hermes", notes) == {0: True, 1: True}
    labels = [("CUST2", "sent by Hermes")] * 3
    assert plan_with_notes(tmp_path, "Hermes", [*notes, *labels]) == {0: True}


def test_a_last_name_that_is_a_word_is_not_erased_from_notes_of_others(tmp_path: Path) -> None:
    customers = [{"CUSTOMER_ID": "CUST1", "FIRST_NAME": "Martin", "LAST_NAME": "Short"}]
    words = ("a short answer", "Short of stock")
    certain = ("Martin Short called", "ask Short, Martin")
    talks = [
        {"INTERACTION_ID": f"I{number}", "CUSTOMER_ID": "CUST3", "OUTCOME": note}
        for number, note in enumerate((*words, *certain))
    ]
    talks.append({"INTERACTION_ID": "I9", "CUSTOMER_ID": "CUST1", "OUTCOME": "Mr Short called"})
    orders = [{"ORDER_ID": "O1", "ORDER_SOURCE": "Shop", "PAYMENT_METHOD": "short term"}]
    files = write_rows(tmp_path, oracle_customers=customers, interactions=talks, orders=orders)
    plan = plan_of(files)
    assert plan.changes(files[1]).keys() == {2, 3, 4}
    assert plan.changes(files[2]) == {}
    assert (plan.common, len(plan.notes_of_others)) == ({"short"}, 2)


@pytest.mark.parametrize(("first", "last"), [("小明", "王"), ("Łukasz", "Żółkiewski")])
def test_a_full_name_is_erased_from_notes_of_others_however_many(
    first: str, last: str, tmp_path: Path
) -> None:
    customers = [{"CUSTOMER_ID": "CUST1", "FIRST_NAME": first, "LAST_NAME": last}]
    name = f"{last}{first}" if first == "小明" else f"{first} {last}"
    talks = [
        {"INTERACTION_ID": f"I{number}", "CUSTOMER_ID": "CUST3", "OUTCOME": f"ask {name}"}
        for number in range(5)
    ]
    talks.append({"INTERACTION_ID": "I9", "CUSTOMER_ID": "CUST3", "OUTCOME": "Żółkiewski"})
    files = write_rows(tmp_path, oracle_customers=customers, interactions=talks)
    plan = plan_of(files)
    assert plan.changes(files[1]).keys() >= {*range(5)}
    assert plan.common == set()


def test_a_name_that_others_have_is_erased_from_notes_about_the_person(tmp_path: Path) -> None:
    notes = [("CUST1", "Mr Okoro called"), ("CUST2", "Mr Okoro called"), ("CUST1", "sent")]
    assert plan_with_notes(tmp_path, "Okoro", notes) == {0: True, 2: False}


def test_short_names_are_erased_from_notes_about_the_person_only(tmp_path: Path) -> None:
    notes = {
        ("CUST1", "Mr Li called"): True,
        ("CUST1", "ask for Wei."): True,
        ("CUST1", "Lithium"): False,
        ("CUST2", "Mr Li called"): False,
        ("CUST2", "ask for Wei"): False,
        ("CUST2", "Li Wei called"): True,
        ("CUST2", "Wei Li called"): True,
        ("CUST2", "Wei, Li: called"): True,
    }
    people = [("CUST1", "Li", "Wei", ""), ("CUST2", "Bo", "Okoro", "")]
    _, erased = planned(tmp_path, people, list(notes))
    assert {note for number, note in enumerate(notes) if erased.get(number)} == {
        note for note, is_erased in notes.items() if is_erased
    }
    # Another Li Wei keeps the notes about them.
    _, erased = planned(tmp_path, [*people, ("CUST3", "Wei", "Li", "")], list(notes))
    assert erased.keys() & {5, 6, 7} == set()


def test_a_country_code_is_not_a_name(tmp_path: Path) -> None:
    others = [(f"CUST{number}", "Ann", "Okoro", "LI") for number in range(2, 5)]
    changes, _ = planned(tmp_path, [("CUST1", "Li", "Wei", "LI"), *others], [])
    assert changes[0].keys() >= {"CUSTOMER_ID", "FIRST_NAME", "LAST_NAME"}
    assert "COUNTRY" not in changes[0]


def write_rows(folder: Path, **feeds: Sequence[Mapping[str, str]]) -> list[LandedFile]:
    """A CSV file of each feed with the given rows; missing columns are empty."""
    files = []
    for feed, rows in feeds.items():
        path = folder / f"{feed}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [column.name for column in FEEDS[feed].columns])
            writer.writeheader()
            writer.writerows(rows)
        files.append(LandedFile(feed, path, "csv", ""))
    return files


def plan_of(files: Sequence[LandedFile]) -> Plan:
    """The plan that erases customer CUST1 from files."""
    plan = Plan(FEEDS, KEYS, parse_records("Oracle:CUST1", KEYS), hub_keys(files), "salt")
    plan.collect(files)
    plan.add_email_digests()
    return plan


def notes_that_change(
    folder: Path, customers: Sequence[Mapping[str, str]], notes: Sequence[tuple[str, str]]
) -> set[str]:
    """The outcomes of interactions, each of a customer, that are erased with CUST1."""
    talks = [{"CUSTOMER_ID": key, "OUTCOME": note} for key, note in notes]
    files = write_rows(folder, oracle_customers=customers, interactions=talks)
    changes = plan_of(files).changes(files[1])
    return {notes[number][1] for number, cells in changes.items() if "OUTCOME" in cells}


CUSTOMERS = (
    {"CUSTOMER_ID": "CUST1", "EMAIL": "smith@x.example", "ADDRESS": "Kuehnert Street"},
    {"CUSTOMER_ID": "CUST2", "EMAIL": "john.smith@x.example", "ADDRESS": "High Street 1"},
)


@pytest.mark.parametrize(
    ("note", "is_erased"),
    [
        ("mail smith@x.example", True),
        ("Smith@X.example.", True),
        ("https://x/u?mail=smith%40x.example", True),
        ("mail john.smith@x.example", False),
        ("mail a+smith@x.example", False),
        ("mail smith@x.example.org", False),
        ("shop in Kuehnert Street", False),
    ],
)
def test_an_address_is_not_that_of_others_which_contains_it(
    note: str, is_erased: bool, tmp_path: Path
) -> None:
    erased = notes_that_change(tmp_path, CUSTOMERS, [("CUST3", note)])
    assert erased == ({note} if is_erased else set())


def test_a_street_with_a_house_number_is_erased_from_notes_about_others(tmp_path: Path) -> None:
    customers = [{"CUSTOMER_ID": "CUST1", "ADDRESS": "Kuehnert Street 7b"}]
    notes = [("CUST3", "send to Kuehnert Street 7b"), ("CUST3", "send to Kuehnert Street 7")]
    assert notes_that_change(tmp_path, customers, notes) == {notes[0][1]}
    customers[0]["ADDRESS"] = "Kuehnert Street"
    notes = [("CUST1", "shop in Kuehnert Street"), ("CUST3", "a shop in Kuehnert Street")]
    assert notes_that_change(tmp_path, customers, notes) == {notes[0][1]}


NAMES = {
    "Greek": ("Νικόλαος", "Παππάς", ["κ. ΠΑΠΠΑΣ", "ΝΙΚΟΛΑΟΣ ΠΑΠΠΑΣ"], ["Παππ"]),
    "Turkish": ("İbrahim", "Işıkoğlu", ["IŞIKOĞLU aradı", "ibrahim ışıkoğlu"], ["ibrahimli"]),
    "Chinese": ("小明", "王", ["客户王小明来电", "王小明 cn", "请联系王小明先生"], ["王大明来电"]),
    "Korean": ("민수", "김", ["김민수가 전화", "Mr 김민수."], ["김민호"]),
    "Hindi": ("सुनील", "चतुर्वेदी", ["सुनील से बात हुई", "श्री चतुर्वेदी"], ["सुनीला चतुर्वेदिनी जी"]),
    "composed": ("José", "Müllquer", [normalize("NFD", "José Müllquer")], ["Jos Mull"]),
    "sharp s": ("Jo", "Großquill", ["Herr GROSSQUILL"], ["GROSSQUILLS"]),
}


@pytest.mark.parametrize(("first", "last", "mentions", "others"), NAMES.values(), ids=NAMES)
def test_a_name_is_erased_in_any_script(
    first: str, last: str, mentions: list[str], others: list[str], tmp_path: Path
) -> None:
    customers = [{"CUSTOMER_ID": "CUST1", "FIRST_NAME": first, "LAST_NAME": last}]
    notes = [("CUST3", note) for note in (*mentions, *others)]
    assert notes_that_change(tmp_path, customers, notes) == {*mentions}


@pytest.mark.parametrize(
    ("phone", "note"),
    [
        ("+49 89 99887766", "call ٠٠٤٩ ٨٩ ٩٩٨٨٧٧٦٦"),
        ("+49 89 99887766", "call +४९ ८९ ९९८८७७६६ now"),
        ("٠٠٤٩٨٩٩٩٨٨٧٧٦٦", "call +49 (89) 99887766"),
    ],
)
def test_a_phone_number_is_erased_in_the_digits_of_any_script(
    phone: str, note: str, tmp_path: Path
) -> None:
    customers = [{"CUSTOMER_ID": "CUST1", "PHONE": phone}]
    assert notes_that_change(tmp_path, customers, [("CUST3", note)]) == {note}


def test_a_buyer_whose_name_is_written_together_is_the_person(tmp_path: Path) -> None:
    customers = [{"CUSTOMER_ID": "CUST1", "FIRST_NAME": "小明", "LAST_NAME": "王"}]
    orders = [{"ORDER_SOURCE": "Fax", "CUSTOMER_ID": "K1", "BUYER_NAME": "王小明"}]
    files = write_rows(tmp_path, oracle_customers=customers, orders=orders)
    assert plan_of(files).changes(files[1]) == {0: {"BUYER_NAME": ""}}


def test_parts_and_initials_of_a_name_are_erased_from_notes_about_the_person(
    tmp_path: Path,
) -> None:
    names = {"FIRST_NAME": "Q", "LAST_NAME": "Müllquer-van Groß"}
    customers = [{"CUSTOMER_ID": "CUST1", "NATIONAL_ID": "DE998877665", **names}]
    notes = {
        ("CUST1", "Herr Müllquer"): True,
        ("CUST1", "Spoke to Q."): True,
        ("CUST1", "q4 plan, van"): False,
        ("CUST1", "Q"): False,
        ("CUST3", "Spoke to Q. again"): False,
        ("CUST3", "Herr Müllquer again"): False,
        ("CUST3", "tax DE 998 877 665"): True,
    }
    expected = {note for (_, note), is_erased in notes.items() if is_erased}
    assert notes_that_change(tmp_path, customers, list(notes)) == expected


def test_only_the_cell_with_the_person_is_erased_and_registered(tmp_path: Path) -> None:
    talk = {"CUSTOMER_ID": "CUST3", "OUTCOME": "Resolved", "MESSAGE": "mail smith@x.example"}
    files = write_rows(tmp_path, oracle_customers=CUSTOMERS, interactions=[talk])
    plan = plan_of(files)
    assert plan.changes(files[1]) == {0: {"MESSAGE": ""}}
    row = next(iter(read_rows(files[1])))
    hashed = row_digest("salt", FEEDS["interactions"], row)
    assert ("cell", cell_digest("salt", hashed, "MESSAGE")) in plan.register()
    assert ("cell", cell_digest("salt", hashed, "OUTCOME")) not in plan.register()


def test_a_key_in_a_feed_without_a_reference_is_registered(tmp_path: Path) -> None:
    talks = [{"CUSTOMER_ID": "CUST3", "AGENT_ID": "CUST1"}]
    files = write_rows(tmp_path, oracle_customers=CUSTOMERS, interactions=talks)
    plan = plan_of(files)
    assert plan.changes(files[1]) == {0: {"AGENT_ID": ""}}
    assert ("value", value_digest("salt", "cust1")) in plan.register()
    plan.values.add("0012345", "key")
    assert not plan.is_registered("0012345")


@pytest.fixture(scope="module")
def landed(
    erased: Erased, project: Project, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, list[tuple]]:
    """The landing views on the files before the erasure, with the register of it."""
    folder = tmp_path_factory.mktemp("replayed")
    with duckdb.connect(str(folder / DATABASE)) as connection:
        for file in erased.before:
            schema = "stewardship" if FEEDS[file.feed].is_optional else "landing"
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(
                f"create table {schema}.{file.feed} as"
                f" from read_csv('{file.path}', all_varchar = true, hive_partitioning = false)"
            )
    append(folder / "test.stewardship", "salt", "test", erased.plan.register())
    views = [f"landing_{feed}" for feed in REPLAYED]
    project.run(folder / DATABASE, "run", "--select", *views, "stg_sap__kna1")
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        rows = {
            feed: connection.execute(
                f"select {', '.join(column.name for column in FEEDS[feed].columns)}"
                f" from landing.landing_{feed}"
            ).fetchall()
            for feed in REPLAYED
        }
        rows["hub_keys"] = connection.execute(
            "select lower(hex(customer_hk)) from staging.stg_sap__kna1"
        ).fetchall()
    return rows


def cleaned(file: LandedFile, feed: Feed) -> Counter:
    """The rows of a file as landing cleans them."""
    with file.path.open(encoding="utf-8", newline="") as lines:
        return Counter(
            tuple(clean_text(row[column.name]) or None for column in feed.columns)
            for row in csv.DictReader(lines)
        )


@pytest.mark.parametrize("feed", REPLAYED)
def test_landing_erases_from_a_replayed_file_what_was_erased_from_the_first(
    feed: str, erased: Erased, landed: Mapping[str, list[tuple]]
) -> None:
    after = next(file for file in erased.after if file.feed == feed)
    assert Counter(landed[feed]) == cleaned(after, FEEDS[feed])


def test_an_erased_record_keeps_its_hub_key(
    erased: Erased, landed: Mapping[str, list[tuple]]
) -> None:
    key = next(key for key, record in erased.plan.erased.items() if record.system == "SAP")
    assert (key,) in landed["hub_keys"]
