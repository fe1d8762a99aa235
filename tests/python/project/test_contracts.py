"""Each feed is declared once, in its contract, and the generated files are up to date."""

from __future__ import annotations

import copy
import csv
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlglot
import yaml

from contracts.cli import check
from contracts.feed import Column, Feed
from contracts.generate import generated_files
from contracts.landing_tables import copy_statements, landing_tables
from contracts.personal_data import OF_CLASSIFICATION, OF_FIELD, categories, category
from contracts.read import ContractError, read_feeds
from contracts.text import MARK
from contracts.unstored import unstored_columns
from warehouse.summary.quality import MASTER_SYSTEMS

# Parts of customer_attributes and of the staging models.
ATTRIBUTE_VALUES = re.compile(r"attribute_values\('(\w+)', '[\w-]+', \{(.*?)\}\)", re.DOTALL)
ATTRIBUTE = re.compile(r"'(\w+)': (?:date_text\()?(?:'([^']*)'|\"([^\"]*)\")")
STAGED_COLUMN = re.compile(r"typed\('(\w+)', '(\w+)'\) \}\} as (\w+)")


@pytest.fixture(scope="module")
def feeds(root: Path) -> list[Feed]:
    """The declared feeds."""
    return read_feeds(root / "contracts")


def header(path: Path) -> list[str]:
    """The first row of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def test_generated_files_are_up_to_date(root: Path) -> None:
    assert check(root) == []


def test_generated_files_are_marked(feeds: list[Feed]) -> None:
    unmarked = [name for name, text in generated_files(feeds) if MARK not in text]
    # A seed has no comments; the description in its yml says it.
    assert unmarked == ["seeds/reference/source_priorities.csv"]


def test_every_column_of_each_seed_file_is_declared(root: Path, feeds: list[Feed]) -> None:
    files = {
        path.stem: header(path)
        for folder in ("feeds", "stewardship")
        for path in (root / "seeds" / folder).glob("*.csv")
    }
    assert {feed.name: [column.name for column in feed.columns] for feed in feeds} == files


def test_only_the_contracts_declare_types_of_feed_columns(
    root: Path, feeds: list[Feed], manifest: dict[str, Any]
) -> None:
    seeds = yaml.safe_load((root / "dbt_project.yml").read_text("utf-8"))["seeds"]["customer_360"]
    assert {feed.name for feed in feeds} & {*seeds["feeds"], *seeds["stewardship"]} == set()
    for feed in feeds:
        types = manifest["nodes"][f"seed.customer_360.{feed.name}"]["config"]["column_types"]
        assert types == dict.fromkeys([column.name for column in feed.columns], "varchar")


def test_the_models_that_a_contract_names_exist(
    feeds: list[Feed], manifest: dict[str, Any]
) -> None:
    models = {
        node["name"]: set(node["columns"])
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
    named = {name for feed in feeds for name in (feed.stage, *feed.vault_tables)}
    assert named - models.keys() == set()
    lacking = [
        (name, feed.vault_key)
        for feed in feeds
        for name in feed.vault_tables
        if not set(feed.vault_key) <= models[name]
    ]
    assert lacking == []


def test_steward_logs_accept_every_customer_system(feeds: list[Feed]) -> None:
    systems = {feed.customer_system.name for feed in feeds if feed.customer_system}
    accepted = {
        f"{feed.name}.{column.name}": set(column.codes)
        for feed in feeds
        for column in feed.columns
        if feed.is_optional and column.name.startswith("source_system")
    }
    assert len(accepted) == 3
    assert accepted == dict.fromkeys(accepted, systems)


def test_match_quality_is_measured_on_the_master_systems_of_the_contracts(
    feeds: list[Feed],
) -> None:
    systems = [feed.customer_system for feed in feeds if feed.customer_system]
    masters = sorted((system for system in systems if system.is_master), key=lambda it: it.priority)
    assert tuple(system.name for system in masters) == MASTER_SYSTEMS


def test_every_currency_may_have_an_exchange_rate(root: Path, feeds: list[Feed]) -> None:
    """An amount in any other currency would never be converted. Marts have those of the sample."""
    with (root / "seeds" / "truth" / "truth_malformed_rows.csv").open(encoding="utf-8") as file:
        sample = {row["feed"] for row in csv.DictReader(file)}
    codes = {
        feed.name: set(column.codes)
        for feed in feeds
        for column in feed.columns
        if column.name == "CURRENCY" and feed.name in sample
    }
    assert len(codes) > 8
    convertible = codes["exchange_rates"]
    assert {name for name, found in codes.items() if not found or found - convertible} == set()


def test_matching_fields_are_those_of_record_versions(root: Path, feeds: list[Feed]) -> None:
    model = root / "models" / "business_vault" / "matching" / "customer_record_versions.sql"
    compared = re.search(r"matched_attributes = \[([^]]+)\]", model.read_text(encoding="utf-8"))[1]
    declared = {
        field for feed in feeds for column in feed.columns for field in column.matching_fields
    }
    assert declared == set(re.findall(r"'(\w+)'", compared)) == set(OF_FIELD)


def test_the_documentation_lists_the_matching_fields(root: Path) -> None:
    text = (root / "contracts" / "README.md").read_text("utf-8")
    table = text.partition("## Customer attributes for matching")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([a-z_]+)` \|", table, re.M) == list(OF_FIELD)


def test_every_feed_has_a_landing_table_with_its_columns_as_text(feeds: list[Feed]) -> None:
    statements = re.findall(r"create or alter (table [^;]*);", landing_tables(feeds))
    created = [sqlglot.parse_one(f"create {sql}", read="snowflake") for sql in statements]
    columns = {
        tree.find(sqlglot.exp.Table).name: {
            column.name: column.args["kind"].sql("snowflake")
            for column in tree.find_all(sqlglot.exp.ColumnDef)
        }
        for tree in created
    }
    metadata = {"_file_name": "VARCHAR", "_file_row": "DECIMAL(38, 0)"}
    assert columns == {
        feed.name: metadata | {column.name: "VARCHAR" for column in feed.columns} for feed in feeds
    }


def test_every_feed_is_loaded_with_the_name_and_row_of_its_file(feeds: list[Feed]) -> None:
    statements = copy_statements(feeds).split("copy into landing_files.")[1:]
    loaded = {statement.split()[0] for statement in statements if all(
        text in statement for text in (
            f"from @landing_files.deliveries/{statement.split()[0]}/",
            "_file_name = metadata$filename", "_file_row = metadata$file_row_number",
        )
    )}  # fmt: skip
    assert loaded == {feed.name for feed in feeds}
    assert len(statements) == 2 * len(feeds)


def test_every_column_with_personal_data_has_a_category(feeds: list[Feed]) -> None:
    personal = [
        column for feed in feeds for column in feed.columns if column.classification != "none"
    ]
    assert {category(column) for column in personal} <= {
        *OF_FIELD.values(), *OF_CLASSIFICATION.values(),
    }  # fmt: skip
    assert categories(feeds)["birth_date"] == "birth_date"
    tagged = landing_tables(feeds).count(" set tag governance.personal_data = ")
    assert tagged == len(personal) > 50


@pytest.mark.parametrize(
    ("name", "fields", "classification", "expected"),
    [
        ("SMTP_ADDR", ("email",), "personal", "email"),
        ("FirstName", (), "personal", "name"),
        ("ACCOUNT_NUMBER", (), "sensitive", "id"),
        ("ContactId", (), "pseudonymous", "key"),
        ("reason", (), "personal", "text"),
        ("COUNTRY", ("country",), "none", ""),
        ("LAND", ("country",), "personal", "address"),
    ],
)
def test_the_category_of_a_column(
    name: str, fields: tuple[str, ...], classification: str, expected: str
) -> None:
    column = Column(name, "", "string", matching_fields=fields, classification=classification)
    assert category(column) == expected


def test_the_country_is_never_masked_whatever_class_a_contract_gives_it(feeds: list[Feed]) -> None:
    land = Column("LAND", "", "string", matching_fields=("country",), classification="personal")
    country = dataclasses.replace(land, name="COUNTRY")
    feed = dataclasses.replace(feeds[0], columns=(land, country, *feeds[0].columns))
    assert categories([feed])["land"] == "address"
    assert "country" not in categories([feed])


def without(element: dict[str, Any], key: str) -> None:
    """Removes a custom property."""
    kept = [entry for entry in element["customProperties"] if entry["property"] != key]
    element["customProperties"] = kept


def table(contract: dict[str, Any]) -> dict[str, Any]:
    return contract["schema"][0]


def own(element: dict[str, Any], name: str) -> dict[str, Any]:
    """A custom property."""
    return next(found for found in element["customProperties"] if found["property"] == name)


def column(contract: dict[str, Any], name: str) -> dict[str, Any]:
    return next(found for found in table(contract)["properties"] if found["name"] == name)


BROKEN = {
    "another version of the standard": (
        lambda contract: contract.update(apiVersion="v2.2.0"),
        "must have the kind DataContract and the apiVersion v3.1.0",
    ),
    "a name that differs from the file": (
        lambda contract: contract.update(id="order"),
        "must have orders as id",
    ),
    "no delivery kind": (
        lambda contract: without(table(contract), "deliveryKind"),
        "lacks deliveryKind; add it as contracts/README.md says",
    ),
    "no delivery columns": (
        lambda contract: table(contract)["properties"].pop(),
        "must end with the columns _loaded_at, _batch_id, _record_source",
    ),
    "a time without format": (
        lambda contract: column(contract, "ORDER_TIME").pop("logicalTypeOptions"),
        "ORDER_TIME needs a format",
    ),
    "a time in a different zone from the feed": (
        lambda contract: column(contract, "ORDER_TIME")["logicalTypeOptions"].update(
            defaultTimezone="Asia/Tokyo"
        ),
        "ORDER_TIME has a different time zone from the feed",
    ),
    "a key without casing": (
        lambda contract: without(column(contract, "ORDER_ID"), "keyCasing"),
        "ORDER_ID is a key and needs keyCasing",
    ),
    "an unknown casing": (
        lambda contract: column(contract, "ORDER_ID")["customProperties"][0].update(value="any"),
        "ORDER_ID has the keyCasing any; write one of sensitive, insensitive,",
    ),
    "a property of another spelling": (
        lambda contract: table(contract)["customProperties"].append(
            {"property": "sourcetime", "value": "ORDER_TIME"}
        ),
        "has the property sourcetime, which is unknown; write sourceTime",
    ),
    "a property of a table at a column": (
        lambda contract: column(contract, "ORDER_ID")["customProperties"].append(
            {"property": "conflictKey", "value": ["ORDER_ID"]}
        ),
        "ORDER_ID has the property conflictKey, which is unknown; contracts/README.md lists them",
    ),
    "a time without bounds": (
        lambda contract: column(contract, "ORDER_TIME")["logicalTypeOptions"].pop("minimum"),
        "ORDER_TIME needs minimum and maximum",
    ),
    "a bound that is not a day": (
        lambda contract: column(contract, "ORDER_TIME")["logicalTypeOptions"].update(maximum="now"),
        "ORDER_TIME needs minimum and maximum",
    ),
    "a string without a length": (
        lambda contract: column(contract, "BUYER_NAME").pop("logicalTypeOptions"),
        "BUYER_NAME is a string and needs maxLength",
    ),
    "a number without a type": (
        lambda contract: column(contract, "BUYER_NAME").update(logicalType="number"),
        "BUYER_NAME is a number and needs a stagingType",
    ),
    "a number without bounds": (
        lambda contract: column(contract, "BUYER_NAME").update(
            logicalType="number",
            customProperties=[{"property": "stagingType", "value": "decimal(9,2)"}],
        ),
        "BUYER_NAME is a number and needs minimum and maximum",
    ),
    "bounds beyond the type": (
        lambda contract: column(contract, "BUYER_NAME").update(
            logicalType="integer", logicalTypeOptions={"maximum": 10**10}
        ),
        "BUYER_NAME has bounds beyond its stagingType",
    ),
    "an unknown class of personal data": (
        lambda contract: column(contract, "BUYER_NAME").update(classification="secret"),
        "BUYER_NAME has the classification secret",
    ),
    "a lost share of a feed without snapshots": (
        lambda contract: table(contract)["customProperties"].append(
            {"property": "maxLostShare", "value": 0.3}
        ),
        "has a maxLostShare but no full snapshots",
    ),
    "a lost share in per cent": (
        lambda contract: table(contract)["customProperties"].append(
            {"property": "maxLostShare", "value": 30}
        ),
        "has the maxLostShare 30, must be a number from 0 to 1",
    ),
    "no primary key": (
        lambda contract: column(contract, "ORDER_ID").pop("primaryKeyPosition"),
        "needs a primary key",
    ),
    **{
        f"a column with the name {name}": (
            lambda contract, name=name: column(contract, "BUYER_NAME").update(name=name),
            problem,
        )
        for name, problem in {
            "GROUP": "GROUP is a reserved word of SQL; deliver the column under another name",
            "order": "order is a reserved word of SQL",
            "LEFT": "LEFT is a reserved word of SQL",
            "MINUS": "MINUS is a reserved word of SQL",  # of Snowflake's
            "FAX NO": "'FAX NO' cannot name a column; write a letter, then letters, digits and _",
            "fax'x": '"fax\'x" cannot name a column',
            "Größe": "'Größe' cannot name a column",
            "1ST": "'1ST' cannot name a column",
            "_landed_in": "'_landed_in' cannot name a column",
            "_batch_id": "'_batch_id' cannot name a column",
            "_LOADED_AT": "'_LOADED_AT' cannot name a column",
            "filename": "filename is a column that landing adds",
            "buyer_email": "BUYER_EMAIL occurs twice, differing only in case",
        }.items()
    },
    "a pattern that is not a regular expression": (
        lambda contract: column(contract, "ORDER_ID")["logicalTypeOptions"].update(
            pattern="^[A-Z$"
        ),
        "ORDER_ID has the pattern '[A-Z', which is not a regular expression; correct it",
    ),
    "a pattern with a line break": (
        lambda contract: column(contract, "ORDER_ID")["logicalTypeOptions"].update(pattern="a\nb"),
        "ORDER_ID has the pattern 'a\\nb', which has a line break",
    ),
    "a look-ahead, which RE2 does not know": (
        lambda contract: column(contract, "ORDER_ID")["logicalTypeOptions"].update(
            pattern="(?=a)b"
        ),
        "ORDER_ID has the pattern '(?=a)b', which is not a regular expression",
    ),
    "a length that is not a number": (
        lambda contract: column(contract, "BUYER_NAME")["logicalTypeOptions"].update(maxLength="9"),
        "BUYER_NAME has the maxLength '9'; write a whole number",
    ),
    "a bound that is SQL": (
        lambda contract: column(contract, "BUYER_NAME").update(
            logicalType="integer", logicalTypeOptions={"minimum": "0 or 1"}
        ),
        "BUYER_NAME has the minimum '0 or 1'; write a number",
    ),
    "an unknown time zone": (
        lambda contract: own(table(contract), "timeZone").update(value="America/NewYork"),
        "has the timeZone 'America/NewYork'; write one of IANA's such as America/New_York",
    ),
    "a model that is SQL": (
        lambda contract: own(table(contract), "stagingModel").update(value="a;b"),
        "has 'a;b' in stagingModel; write the name of a model or column",
    ),
    "a description that is Jinja": (
        lambda contract: column(contract, "BUYER_NAME").update(description="{{ var('x') }}"),
        "BUYER_NAME has {{, {% or {# in its description",
    ),
    "a column without description": (
        lambda contract: column(contract, "BUYER_NAME").pop("description"),
        "lacks description of BUYER_NAME; add it as contracts/README.md says",
    ),
    "a list instead of a table": (
        lambda contract: contract.update(schema=[["orders"]]),
        "has a field whose type differs from the standard; see `make lint`",
    ),
    "an unknown matching field": (
        lambda contract: column(contract, "ORDER_ID")["customProperties"].append(
            {"property": "matchingFields", "value": ["street"]}
        ),
        f"ORDER_ID has the matchingFields street; write a list of any of {', '.join(OF_FIELD)}",
    ),
    "no retention": (
        lambda contract: contract["slaProperties"].pop(),
        "lacks slaProperties: retention",
    ),
}


@pytest.mark.parametrize(("change", "problem"), BROKEN.values(), ids=BROKEN)
def test_an_incomplete_contract_is_refused(root: Path, tmp_path: Path, change, problem) -> None:
    text = (root / "contracts" / "orders.odcs.yaml").read_text(encoding="utf-8")
    contract = copy.deepcopy(yaml.safe_load(text))
    change(contract)
    (tmp_path / "orders.odcs.yaml").write_text(yaml.safe_dump(contract, sort_keys=False))
    with pytest.raises(ContractError) as refused:
        read_feeds(tmp_path)
    assert f"orders.odcs.yaml: {problem}" in str(refused.value)


def test_invalid_yaml_in_a_contract_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "orders.odcs.yaml").write_text("kind: DataContract\nid: [orders\nname: x\n")
    with pytest.raises(ContractError, match=r"^orders.odcs.yaml: line 3, column 5 is not YAML; "):
        read_feeds(tmp_path)


def test_a_reference_to_an_undeclared_column_is_refused(root: Path, tmp_path: Path) -> None:
    name = "order_lines.odcs.yaml"
    (tmp_path / name).write_bytes((root / "contracts" / name).read_bytes())
    with pytest.raises(ContractError) as refused:
        read_feeds(tmp_path)
    assert f"{name}: PRODUCT_ID refers to products.PRODUCT_ID, which is unknown" in str(
        refused.value
    )


def staged_columns(models: dict[str, str], satellite: str) -> dict[str, tuple[str, str]]:
    """The columns of the staging models from which a satellite is loaded: name -> feed, column."""
    (staged,) = re.findall(r"source_model='(\w+)'", models[satellite])
    read = re.findall(r"(?:ref|released_rows)\('(stg_\w+)'\)", models[staged])
    queries = [models[staged], *(models[name] for name in read)]
    return {
        name: (feed, column)
        for query in queries
        for feed, column, name in STAGED_COLUMN.findall(query)
    }


def mapped_satellites(root: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each satellite that maps its columns to customer attributes, with (attribute, SQL)."""
    for path in (root / "models" / "raw_vault" / "satellites").glob("*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            meta = model.get("config", {}).get("meta", {})
            mapped = meta.get("customer_attributes", {})
            if mapped and "is_absent" not in mapped:
                yield model["name"], list(mapped.items())


def test_matching_reads_the_columns_that_the_contracts_name(root: Path, feeds: list[Feed]) -> None:
    declared = {
        (feed.name, column.name, attribute)
        for feed in feeds
        for column in feed.columns
        for attribute in column.matching_fields
    }
    fields = {attribute for _, _, attribute in declared}
    models = {path.stem: path.read_text("utf-8") for path in (root / "models").rglob("*.sql")}
    read = set()
    for satellite, attributes in [
        *((name, ATTRIBUTE.findall(found)) for name, found in ATTRIBUTE_VALUES.findall(
            models["customer_attributes"]
        )),
        *mapped_satellites(root),
    ]:  # fmt: skip
        staged = staged_columns(models, satellite)
        for attribute, *expressions in attributes:
            names = set(re.findall(r"\w+", " ".join(expressions))) & set(staged)
            read |= {(*staged[name], attribute) for name in names if attribute in fields}
    # Two columns decide together whether a name is the first or the last name of a person.
    other = {"first_name": "last_name", "last_name": "first_name"}
    read -= {
        (feed, column, other[attribute])
        for feed, column, attribute in declared
        if attribute in other
    }
    assert len(declared) > 30
    assert read == declared


def test_the_time_zone_of_a_feed_is_written_in_its_contract_only(root: Path) -> None:
    files = (root / "models").rglob("*.sql")
    named = {
        path.name: found
        for path in files
        if (found := re.findall(r"'[A-Z][a-z]+/[A-Z]\w+'", path.read_text(encoding="utf-8")))
    }
    assert named == {}


def test_no_macro_or_staging_model_has_a_rule_for_one_feed(root: Path) -> None:
    paths = [*(root / "macros").rglob("*.sql"), *(root / "models" / "staging").rglob("*.sql")]
    special = {
        path.name: found
        for path in paths
        if (
            found := re.findall(
                r"\bif (?:not )?feed [!=]= '(\w+)'", path.read_text(encoding="utf-8")
            )
        )
    }
    # Acceptances are not accepted themselves.
    assert special == {"accepted_files.sql": ["accepted_files"]}


def test_every_declared_column_is_stored(root: Path, feeds: list[Feed]) -> None:
    assert list(unstored_columns(root, feeds)) == []


def test_a_new_column_that_no_model_stores_is_found(root: Path, feeds: list[Feed]) -> None:
    orders = next(feed for feed in feeds if feed.name == "orders")
    new = dataclasses.replace(orders.columns[0], name="GIFT_WRAP")
    longer = dataclasses.replace(orders, columns=(new, *orders.columns))
    assert list(unstored_columns(root, [longer])) == [("orders", "GIFT_WRAP")]
    unknown = dataclasses.replace(longer, name="not_onboarded")
    assert list(unstored_columns(root, [unknown])) == []
