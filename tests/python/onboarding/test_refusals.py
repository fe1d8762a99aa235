"""Commands refuse changes that would break other feeds, and say what to do."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from contracts.cli import contract_problems
from contracts.read import feeds_by_name
from dbt_in_process import ROOT
from onboarding.cli import check_free, files_in, main, print_questions, span
from onboarding.contract import FeedContract, read_contract
from onboarding.contract_checks import contract_problems as contract_problems_of
from onboarding.contract_checks import list_problems
from onboarding.deliver import Delivery, DeliveryError, read_delivery
from onboarding.file_format import FileFormat, RawFileError
from onboarding.files import (
    delete_former,
    generated,
    other_kinds,
    replace_other_kinds,
    write_missing,
)
from onboarding.landing_output import write_file, write_seed
from onboarding.plan import PlanError, check_names, plan_of
from onboarding.raw_files import read_raw

CONTACTS = "contact_id;customer_id;first_name;last_name;email\n" + "".join(
    f"{number};C{number:04};Ann{number};Lee;ann{number}@example.com\n" for number in range(1, 40)
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the contracts, models and seeds of the project."""
    for name in ("contracts", "models", "seeds", "scripts", "macros", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "contracts").unlink()
    (tmp_path / "contracts").mkdir()
    for path in (ROOT / "contracts").iterdir():
        (tmp_path / "contracts" / path.name).symlink_to(path)
    return tmp_path


def refusal(capsys: pytest.CaptureFixture[str], command: str, root: Path, **options: str) -> str:
    """The message of a refused command."""
    assert main([command], options, root) == 2
    return capsys.readouterr().err


def test_models_written_by_hand_are_neither_written_nor_removed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("feed", "remove-feed"):
        message = refusal(capsys, command, project, FEED="shipments")
        assert "the models of shipments were written by hand" in message


def test_a_feed_is_not_named_like_a_seed(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "source_priorities.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    message = refusal(capsys, "new-feed", project, FILE=str(file))
    assert "seeds/reference/source_priorities.csv has this name already" in message


def test_a_missing_file_with_a_quotation_mark_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert files_in("O'Nix.csv") == [Path("O'Nix.csv")]
    assert "no such file" in refusal(capsys, "new-feed", project, FILE="O'Nix.csv")


def test_a_file_name_without_latin_letters_names_no_feed(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "東京_20261128.csv"
    file.write_text("番号,大阪\n" + "".join(f"A{i},{i}\n" for i in range(40)), "utf-8")
    assert "name the feed: FEED=members" in refusal(capsys, "new-feed", project, FILE=str(file))
    assert main(["new-feed"], {"FILE": str(file), "FEED": "shops"}, project) == 0
    assert "called in English: SHOP_COLUMN (大阪)?" in capsys.readouterr().out


def test_names_with_spaces_are_quoted(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [tmp_path / f"sales {month}.csv" for month in ("May", "June")]
    for path in paths:
        path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert files_in(" ".join(f"'{path}'" for path in paths)) == paths
    assert files_in(str(paths[0])) == paths[:1]
    for command in ("new-feed", "deliver"):
        message = refusal(capsys, command, project, FILE=f"{paths[0]} {paths[1]}")
        assert "sales: no such file; spaces separate the files in FILE" in message
        assert """FILE="'sales May.csv' 'sales June.csv'\"""" in message


def test_a_delivery_is_written_into_a_folder(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(CONTACTS.replace("customer_id", "branch"), encoding="utf-8")
    assert main(["new-feed"], {"FILE": str(file)}, project) == 0
    options = {"FEED": "contacts", "FILE": str(file), "LANDING": "s3://in/x"}
    assert "LANDING must be a folder" in refusal(capsys, "deliver", project, **options)


def test_a_column_named_like_the_key_is_refused(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(CONTACTS, encoding="utf-8")
    assert main(["new-feed"], {"FILE": str(file)}, project) == 0
    contract = read_contract(project / "contracts" / "contacts.odcs.yaml")
    with pytest.raises(PlanError, match="customer_id would be in the staging model twice"):
        check_names(plan_of(contract, project))


def test_a_different_encoding_is_refused_and_a_landed_file_is_not_converted(
    project: Path, tmp_path: Path
) -> None:
    file, later = tmp_path / "prices.csv", tmp_path / "prices_2026-02-01.csv"
    rows = [f"P{number:03};Käse {number};1.{number:03},50\n" for number in range(100, 140)]
    file.write_text("".join(["code;name;price\n", *rows]), encoding="cp1252")
    assert main(["new-feed"], {"FILE": str(file)}, project) == 0
    contract = read_contract(project / "contracts" / "prices.odcs.yaml")
    later.write_text("code;name;price\nP200;Käse;1,50\n", encoding="utf-8")
    with pytest.raises(DeliveryError, match="is utf-8, the contract says cp1252"):
        read_delivery(contract, Delivery(later, "B2", "2026-02-01 06:00:00"))
    later.write_bytes(b"code;name;price\nP200;K\x81se;1,50\n")
    with pytest.raises(DeliveryError, match="the contract says cp1252; change encoding in"):
        read_delivery(contract, Delivery(later, "B2", "2026-02-01 06:00:00"))
    landed = "CODE;NAME;PRICE;_loaded_at;_batch_id;_record_source\nP200;x;17.988;t;b;s\n"
    later.write_text(landed, encoding="cp1252")
    (row,) = read_delivery(contract, Delivery(later, "B2", "2026-02-01 06:00:00"))
    assert row[2] == "17.988"


def test_the_message_has_the_load_times_of_the_rows() -> None:
    assert span([], "now") == span([None], "now") == "now"
    assert span(["2026-01-09 02:00:00"] * 2, "now") == "2026-01-09 02:00:00"
    assert span(["2026-01-10", None, "2026-01-09"], "now") == "2026-01-09 to 2026-01-10"


def test_a_satellite_of_another_feed_is_not_removed(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "members.csv"
    file.write_text(CONTACTS.replace("customer_id", "member_code"), encoding="utf-8")
    assert main(["new-feed"], {"FILE": str(file), "SOURCE": "SAP"}, project) == 0
    contract = read_contract(project / "contracts" / "members.odcs.yaml")
    with pytest.raises(PlanError, match="belongs to the feed sap_kna1"):
        check_free(contract)
    assert "belongs to the feed" in refusal(capsys, "remove-feed", project, FEED="members")


OPTIONAL = """\
      - name: COLOUR
        description: Colour of the part.
        logicalType: string
        physicalType: varchar
        # optional
        classification: none
        logicalTypeOptions:
          maxLength: 100
"""


def onboarded(project: Path, file: Path, text: str) -> FeedContract:
    """The contract of a file that new-feed profiles."""
    file.write_text(text, encoding="utf-8")
    before = set((project / "contracts").iterdir())
    assert main(["new-feed"], {"FILE": str(file)}, project) == 0
    (path,) = set((project / "contracts").iterdir()) - before
    return read_contract(path)


def test_rows_are_loaded_only_after_open_questions_are_answered(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"B{number};{number % 9 + 1},21{number % 9}\n" for number in range(1, 40))
    contract = onboarded(project, tmp_path / "budgets.csv", f"budget_id;amount\n{rows}")
    assert "AMOUNT: is 2,211 the number 2211 or 2.211" in capsys.readouterr().out
    file = str(tmp_path / "budgets.csv")
    for command in ("feed", "deliver"):
        message = refusal(capsys, command, project, FEED="budgets", FILE=file)
        assert "open questions" in message and "AMOUNT: is 2,211 the number" in message
    path = project / "contracts" / "budgets.odcs.yaml"
    lines = path.read_text("utf-8").splitlines()
    place = next(
        place for place, line in enumerate(lines) if "openQuestion" in line and "#" not in line
    )
    path.write_text("\n".join(lines[:place] + lines[place + 2 :]) + "\n", "utf-8")
    answered = read_contract(path)
    assert contract.open_questions and not answered.open_questions
    rows = read_delivery(answered, Delivery(Path(file), "B1", "2026-02-01 06:00:00"))
    assert rows[0][1] == "2211"


def test_rows_with_an_email_address_are_customers_if_a_person_says_so(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"P{number};{number};a{number}@example.com\n" for number in range(1, 40))
    contract = onboarded(project, tmp_path / "payments.csv", f"charge_id;fee;payer_email\n{rows}")
    printed = capsys.readouterr().out
    assert "are these customers, to be matched with those of other systems? PAYER_EMAIL" in printed
    assert "property: customerSystem" not in printed
    assert not contract.feed.customer_system
    path = project / "contracts" / "payments.odcs.yaml"
    text = re.sub(
        r" *- property: vault(Key|Tables)\n +value: \[(payment_hk|sat_payment.*)\]\n", "",
        path.read_text("utf-8"),
    )  # fmt: skip
    head, _, rest = text.partition("      #\n")
    text = re.sub(r"# (- prop|  value|customProp|  - prop|    value)", r"\1", head + rest)
    path.write_text(
        text.replace("classification: none", "classification: pseudonymous", 1), "utf-8"
    )
    answered = read_contract(path)
    assert answered.feed.customer_system
    email = next(one for one in answered.feed.own_columns if one.name == "PAYER_EMAIL")
    assert list(email.matching_fields) == ["email"]
    assert plan_of(answered, project).is_customer


def test_each_question_is_printed_once(capsys: pytest.CaptureFixture[str]) -> None:
    print_questions("a: 1\n# DECIDE 1 of 2: is it\n# one?\n# DECIDE 2 of 2: or two?\nb: 2\n")
    assert capsys.readouterr().out.splitlines() == [
        "  line 2: DECIDE 1 of 2: is it one?",
        "  line 4: DECIDE 2 of 2: or two?",
    ]


def test_json_lines_are_not_loaded_twice(project: Path, tmp_path: Path) -> None:
    lines = [{"n": number, "id": f"T{number}"} for number in range(1, 40)]
    lines[0] = {"id": "T1"}
    text = "".join(json.dumps(line) + "\n" for line in lines)
    contract = onboarded(project, tmp_path / "tickets_sold.jsonl", text)
    for loaded_at, is_new in (("2026-02-01 06:00:00", True), ("2026-02-02 06:00:00", False)):
        delivery = Delivery(tmp_path / "tickets_sold.jsonl", "B1", loaded_at)
        rows = read_delivery(contract, delivery)
        assert write_file(contract, rows, delivery, tmp_path / "landing") == is_new


def test_a_seed_gets_the_optional_columns_that_its_contract_has_since_then(
    project: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "parts_2026-02-01.csv", tmp_path / "parts_2026-02-02.csv"
    seed, path = tmp_path / "parts.csv", project / "contracts" / "parts.odcs.yaml"
    contract = onboarded(project, first, "id,price\n" + "".join(f"{i},1.5\n" for i in range(9)))
    before = Delivery(first, "B1", "2026-02-01 06:00:00")
    write_seed(contract, read_delivery(contract, before), before, seed)
    second.write_text("id,colour,price\n7,red,2.5\n", "utf-8")
    text = path.read_text("utf-8")
    start = text.index("      - name: PRICE")
    path.write_text(text[:start] + OPTIONAL + text[start:], "utf-8")
    changed = read_contract(path)
    after = Delivery(second, "B2", "2026-02-02 06:00:00")
    assert write_seed(changed, read_delivery(changed, after), after, seed)
    rows = list(csv.reader(seed.read_text("utf-8").splitlines()))
    assert [row[:4] for row in (*rows[:2], rows[-1])] == [
        ["ID", "COLOUR", "PRICE", "_loaded_at"],
        ["0", "", "1.5", "2026-02-01 06:00:00"],
        ["7", "red", "2.5", "2026-02-02 06:00:00"],
    ]
    assert not write_seed(changed, read_delivery(changed, after), after, seed)
    with pytest.raises(DeliveryError, match="parts.csv: has columns that .* lacks: COLOUR; add"):
        write_seed(contract, read_delivery(contract, before), before, seed)
    path.write_text(path.read_text("utf-8").replace("# optional", "required: true"), "utf-8")
    write_seed(contract, read_delivery(contract, before), before, tmp_path / "other.csv")
    required = read_contract(path)
    with pytest.raises(DeliveryError, match="other.csv: lacks columns that .* requires: COLOUR"):
        write_seed(required, read_delivery(required, after), after, tmp_path / "other.csv")


def test_an_entity_is_not_named_like_a_column_of_staging(project: Path, tmp_path: Path) -> None:
    rows = "".join(f"b{number};{number}\n" for number in range(1, 40))
    contract = onboarded(project, tmp_path / "batches.csv", f"id;size\n{rows}")
    assert contract.feed.vault_key == ("batches_batch_hk",)
    check_names(plan_of(contract, project))


def test_a_feed_may_have_only_its_key(project: Path, tmp_path: Path) -> None:
    rows = "".join(f"c{number}\n" for number in range(1, 40))
    plan = plan_of(onboarded(project, tmp_path / "codes.csv", f"code\n{rows}"), project)
    assert [column.name for columns in plan.satellites.values() for column in columns] == [
        "code_id"
    ]


def test_files_of_the_former_delivery_kind_are_replaced_unless_changed(
    project: Path, tmp_path: Path
) -> None:
    rows = "".join(f"P{number};{number}\n" for number in range(1, 40))
    changes = plan_of(onboarded(project, tmp_path / "parts.csv", f"id;size\n{rows}"), project)
    snapshots = next(plan for plan in other_kinds(changes) if plan.is_snapshot)
    folder = tmp_path / "written"
    write_missing(generated(snapshots, project), folder)
    edited = folder / "models/raw_vault/satellites/status_sat_part__parts.sql"
    edited.write_text("select 1", "utf-8")
    files = generated(changes, project)
    deleted, kept = replace_other_kinds(changes, files, folder)
    assert kept == ["models/raw_vault/satellites/status_sat_part__parts.sql"]
    assert "models/raw_vault/snapshot_logs/snapshot_log__parts.sql" in deleted
    written, differing = write_missing(files, folder)
    assert "models/raw_vault/satellites/sat_part__parts.sql" in written and not differing
    left = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert left == {*files, *kept}


# Property -> its value in the contract, the value that a person writes, and the refusal.
WRONG_FIELDS = {
    "matchingFields": (
        "[email]",
        "[mailbox]",
        "EMAIL has the matchingFields mailbox; write a list of any of full_name, first_name",
    ),
    "customerAttribute": (
        "segment",
        "tier",
        "SEGMENT has the customerAttribute tier; write one of segment, industry, created_date",
    ),
}


@pytest.mark.parametrize("name", WRONG_FIELDS)
def test_an_unknown_customer_field_is_refused_before_anything_is_written(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    written, wrong, said = WRONG_FIELDS[name]
    (tmp_path / "models").unlink()
    (tmp_path / "models").mkdir()
    header, *lines = CONTACTS.splitlines()
    text = "\n".join([f"{header};segment", *(f"{line};{line[0]}x" for line in lines)])
    onboarded(project, tmp_path / "contacts.csv", text)
    path = project / "contracts" / "contacts.odcs.yaml"
    text = path.read_text("utf-8")
    changed = text.replace(
        f"{name}\n            value: {written}", f"{name}\n            value: {wrong}"
    )
    assert changed != text
    path.write_text(changed, "utf-8")
    assert said in refusal(capsys, "feed", project, FEED="contacts")
    assert list((tmp_path / "models").rglob("*")) == []


def changed_contract(project: Path, feed: str, *changes: tuple[str, str]) -> FeedContract:
    """The contract of a feed after changes of its text."""
    path = project / "contracts" / f"{feed}.odcs.yaml"
    text = path.read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, "utf-8")
    return read_contract(path)


PARTS = "id;size;colour\n" + "".join(f"P{i};{i};red {i}\n" for i in range(1, 40))
SYSTEM = """\
      - property: customerSystem
        value: {name: Parts, isMaster: false, priority: 1}
      - property: vaultKey"""


def test_what_a_customer_feed_needs_is_said_at_once(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    onboarded(project, tmp_path / "parts.csv", PARTS)
    changed_contract(project, "parts", ("      - property: vaultKey", SYSTEM))
    said = refusal(capsys, "feed", project, FEED="parts")
    assert "- property: vaultKey\n        value: [customer_hk]\n" in said
    assert "- property: vaultTables\n        value: [sat_customer__parts]\n" in said
    assert "has the priority 1 in customerSystem, which is that of " in said
    free = said.split("the free ones are ")[1].split()
    keys = ("value: [part_hk]", "value: [customer_hk]")
    tables = ("value: [sat_part__parts]", "value: [sat_customer__parts]")
    priority = ("priority: 1}", f"priority: {free[0].strip(',')}}}")
    assert not contract_problems_of(changed_contract(project, "parts", keys, tables, priority))


@pytest.mark.parametrize(
    ("classified", "tables", "said"),
    [
        (["SIZE"], "sat_part__parts", "classifies SIZE as personal, which must not be in"),
        ([], "sat_part__parts, sat_part_pii__parts", "no column is classified as personal"),
        (["SIZE", "COLOUR"], "sat_part__parts, sat_part_pii__parts", "all columns are personal"),
        (["SIZE"], "sat_part__parts, sat_part_pii__parts", ""),
        (["SIZE", "COLOUR"], "sat_part_pii__parts", ""),
    ],
)
def test_personal_columns_have_their_own_satellite(
    project: Path, tmp_path: Path, classified: list[str], tables: str, said: str
) -> None:
    contract = onboarded(project, tmp_path / "parts.csv", PARTS)
    feed = contract.feed
    columns = tuple(
        replace(one, classification="personal" if one.name in classified else one.classification)
        for one in feed.columns
    )
    feed = replace(feed, columns=columns, vault_tables=tuple(tables.split(", ")))
    problems = contract_problems_of(replace(contract, feed=feed))
    assert [said in problem for problem in problems] == [True] * bool(said)


WITHOUT_EFFECT = {
    "has the stagingModel parts; write stg_<source>__<table>, such as\n": [
        ("value: stg_parts__parts", "value: parts")
    ],
    "has sat_parts__parts in vaultTables, which are satellites of part": [
        ("value: [sat_part__parts]", "value: sat_parts__parts")
    ],
    "has matchingFields in COLOUR, but no customerSystem; delete matchingFields or": [
        ('physicalName: "colour"\n', 'physicalName: "colour"\n        customProperties:\n'
         "          - property: matchingFields\n            value: city\n")
    ],
    "has gone in deletedIf of SIZE, which is not in its validValues": [
        ("logicalType: integer\n        physicalType: varchar\n",
         "logicalType: string\n        physicalType: varchar\n        customProperties:\n"
         "          - property: deletedIf\n            value: [gone]\n        quality:\n"
         "          - type: library\n            metric: invalidValues\n            mustBe: 0\n"
         '            arguments:\n              validValues: ["left"]\n')
    ],
}  # fmt: skip


@pytest.mark.parametrize("said", WITHOUT_EFFECT)
def test_what_would_have_no_effect_is_refused(project: Path, tmp_path: Path, said: str) -> None:
    onboarded(project, tmp_path / "parts.csv", PARTS)
    (problem,) = contract_problems_of(changed_contract(project, "parts", *WITHOUT_EFFECT[said]))
    assert problem.startswith(said)


def test_matching_reads_lists_only_of_addresses_and_numbers(project: Path, tmp_path: Path) -> None:
    contract = onboarded(project, tmp_path / "parts.csv", PARTS)
    fields = {"SIZE": ("phone",), "COLOUR": ("city",)}
    columns = tuple(
        replace(one, matching_fields=fields.get(one.name, ())) for one in contract.feed.columns
    )
    mapped = replace(contract, feed=replace(contract.feed, columns=columns))
    assert not list(list_problems(mapped, [["P1", '["030 1"]', "[x]"], ["P2", None, None]]))
    (said,) = list_problems(mapped, [["P1", "[1, 2]", '["Rome"]']])
    assert said.startswith("has matchingFields: [city] in COLOUR, which has lists or objects")
    assert len(list(list_problems(mapped, [["P1", '{"home": 1}', '["Rome"]']]))) == 2


def test_a_parquet_file_with_intervals_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "waits.parquet"
    duckdb.cursor().execute(
        f"copy (select 1 as id, interval 1 day as wait) to '{file}' (format parquet)"
    )
    with pytest.raises(RawFileError, match="has intervals in wait, which cannot be read; deliver"):
        read_raw(file, FileFormat("parquet"))


def test_a_model_that_the_contract_no_longer_needs_is_deleted_or_named(
    project: Path, tmp_path: Path
) -> None:
    contract = onboarded(project, tmp_path / "parts.csv", PARTS)
    tables = ("sat_part__parts", "sat_part_pii__parts")
    both = plan_of(replace(contract, feed=replace(contract.feed, vault_tables=tables)), project)
    now = plan_of(contract, project)
    folder = tmp_path / "written"
    personal = "models/raw_vault/satellites/sat_part_pii__parts.sql"
    for text, expected in ((None, ([personal], [])), ("select 1", ([], [personal]))):
        write_missing(generated(both, project), folder)
        if text:
            (folder / personal).write_text(text, "utf-8")
        assert delete_former(now, generated(now, project), folder) == expected


RAGGED = "id,price\n" + "".join(f"{number},1.5\n" for number in range(1, 31))
CUT = "".join(json.dumps({"id": number, "price": 1.5}) + "\n" for number in range(1, 51))
# name of a file -> its content, and what is said about the lines that are not rows.
UNREADABLE = {
    "ragged.csv": (
        f"{RAGGED}31,1.5,extra\n32\n",
        ["line 32 has 3 fields, the header 2", "line 33 has 1 fields, the header 2"],
    ),
    "ragged.tsv": (
        RAGGED.replace(",", "\t") + "31\t1.5\textra\t\n",
        ["line 32 has 4 fields, the header 2"],
    ),
    "quoted.csv": (f'{RAGGED}31,"1.5" net\n', ["line 32 cannot be read (',' expected after '\"')"]),
    "cut.jsonl": (CUT[:-12], ["line 50 is not JSON"]),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_lines_that_are_not_rows_are_named_refused_and_can_be_quarantined(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    content, said = UNREADABLE[name]
    (tmp_path / "models").unlink()
    (tmp_path / "models").mkdir()
    contract = onboarded(project, tmp_path / name, content)
    asked = capsys.readouterr().out
    assert all(reason in asked for reason in said)
    feed = contract.feed.name
    assert said[0] in refusal(capsys, "feed", project, FEED=feed)
    assert list((tmp_path / "models").rglob("*")) == []  # nothing was written before the refusal
    path = project / "contracts" / f"{feed}.odcs.yaml"
    text = path.read_text("utf-8").replace(
        "  unreadableLines: refuse", "  unreadableLines: quarantine"
    )
    path.write_text(text, "utf-8")
    unreadable: list[str] = []
    delivery = Delivery(tmp_path / name, "B1", "2026-02-01 06:00:00")
    rows = read_delivery(read_contract(path), delivery, unreadable)
    assert len(unreadable) == len(said)
    assert all(one.startswith(reason) for one, reason in zip(unreadable, said, strict=True))
    lost = [row for row in rows if row[0] is None]
    assert [row[:4] for row in lost] == [
        [None, text.replace("\t", r"\t"), "2026-02-01 06:00:00", "B1"]
        for text in content.splitlines()[-len(said) :]
    ]
    assert [row[4] for row in lost] == [f"{contract.record_source}, {one}" for one in unreadable]
    assert len(rows) - len(lost) == (49 if name == "cut.jsonl" else 30)


def test_a_proposed_contract_does_not_affect_builds(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contract_problems(project)  # what is generated for Snowflake is not in this folder
    contract = onboarded(project, tmp_path / "parts.csv", RAGGED)
    assert contract.feed.name == "parts" and not contract.open_questions
    assert contract_problems(project) == before
    assert "parts" not in feeds_by_name(project / "contracts")
    options = {"FEED": "parts", "FILE": str(tmp_path / "parts.csv")}
    message = refusal(capsys, "deliver", project, **options)
    assert "has no models yet; run make feed CONTRACT=contracts/parts.odcs.yaml" in message


def test_lines_that_end_with_a_carriage_return_alone_are_read(
    project: Path, tmp_path: Path
) -> None:
    file = tmp_path / "old_parts.csv"
    contract = onboarded(project, file, RAGGED.replace("\n", "\r"))
    rows = read_delivery(contract, Delivery(file, "B1", "2026-02-01 06:00:00"))
    assert [row[0] for row in rows] == [str(number) for number in range(1, 31)]


def test_a_file_that_is_not_csv_is_refused(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "quoted.csv"
    file.write_text('id,name\n1,"a\n2,c\n', "utf-8")
    assert "quoted.csv: " in refusal(capsys, "new-feed", project, FILE=str(file))
