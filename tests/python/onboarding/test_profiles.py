"""Drawn files are profiled correctly, and exactly their malformed rows are rejected."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import duckdb
import jinja2
import pytest
from drawn_feeds import KINDS, DrawnFeed, now
from feeds_of_countries import COUNTRIES

from contracts.declarations import column_facts
from contracts.read import read_feeds
from mdm.standardise.macros import Adapter
from onboarding.cli import COMMANDS
from onboarding.contract import FeedContract, read_contract
from onboarding.deliver import deliveries, read_delivery

MACROS = ("types/*.sql", "landing/checks.sql", "landing/column_checks.sql",
          "landing/known_codes.sql", "landing/typed.sql")  # fmt: skip


def project(root: Path, folder: Path) -> Path:
    """A folder with the files of the project that the profile of a feed reads."""
    (folder / "contracts").mkdir(parents=True)
    (folder / "seeds").mkdir()
    for path in (root / "contracts").glob("*.yaml"):
        (folder / "contracts" / path.name).symlink_to(path)
    (folder / "seeds" / "feeds").symlink_to(root / "seeds" / "feeds")
    return folder


def declared(folder: Path, feed: DrawnFeed) -> FeedContract:
    """The contract that make new-feed writes."""
    files = " ".join(f"'{path}'" for path in feed.files)
    COMMANDS["new-feed"]({"FILE": files}, folder, now())
    (path,) = [path for path in (folder / "contracts").glob("*.yaml") if not path.is_symlink()]
    return read_contract(path)


def rejected(root: Path, contract: FeedContract, feed: DrawnFeed) -> Counter[tuple[str, str]]:
    """(reason, column in the source) -> rows that landing rejects, with the checks of landing."""
    adapter = Adapter("duckdb")
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    sources = [path.read_text("utf-8") for glob in MACROS for path in (root / "macros").glob(glob)]
    macros = environment.from_string(
        "\n".join(sources), globals={"adapter": adapter, "return": str, "feed_declaration": None}
    ).module
    adapter.macros = macros
    casings = {
        f"{other.name}.{column.name}": column.casing
        for other in read_feeds(root / "contracts")
        for column in other.columns
    }
    columns = {c.name: column_facts(c, casings) for c in contract.feed.own_columns}
    checks = [str(macros.key_check(n, c)).strip() for n, c in columns.items() if c.get("is_key")]
    checks += [
        str(macros.value_check(name, facts, contract.feed.time_zone)).strip()
        for name, facts in columns.items()
    ]
    rows = [row for one in deliveries(feed.files, now()) for row in read_delivery(contract, one)]
    names = [f'"{column.name}"' for column in contract.feed.columns]
    with duckdb.connect() as connection:
        connection.execute(f"create table delivered ({', '.join(f'{n} varchar' for n in names)})")
        places = ", ".join("?" for _ in names)
        connection.executemany(f"insert into delivered values ({places})", rows)
        reasons = connection.execute(
            f"select coalesce({', '.join(filter(None, checks))}, null) from delivered"
        ).fetchall()
    sources = {column.name: column.source_name for column in contract.columns}
    found: Counter[tuple[str, str]] = Counter()
    for (text,) in reasons:
        if text:
            reason, _, column = text.partition(" in ")
            found[reason, sources[column]] += 1
    return found


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 12))]
)
@pytest.mark.parametrize("kind", [*KINDS, *COUNTRIES], ids=lambda kind: kind.__name__)
def test_a_drawn_feed_is_profiled_and_its_malformed_rows_are_rejected(
    root: Path, tmp_path: Path, kind, seed: int
) -> None:
    (tmp_path / "files").mkdir()
    feed = kind(root, tmp_path / "files", random.Random(seed))
    contract = declared(project(root, tmp_path / "project"), feed)
    by_source = {column.source_name: column for column in contract.columns}
    kinds = {name: by_source[name].kind for name in feed.kinds}
    assert kinds == feed.kinds
    keys = [column for column in contract.feed.own_columns if column.key_position]
    names = {column.name: column.source_name for column in contract.columns}
    assert tuple(names[key.name] for key in keys) == feed.keys
    assert feed.delivery in ("", contract.feed.delivery)
    assert (contract.feed.customer_system is not None) == feed.name.endswith("customers")
    references = [one for column in contract.feed.own_columns for one in column.references]
    assert references == (["oracle_customers.CUSTOMER_ID"] if feed.name == "events" else [])
    assert rejected(root, contract, feed) == feed.reasons
    path = tmp_path / "project" / "contracts" / f"{contract.feed.name}.odcs.yaml"
    # A handful of questions for a person.
    assert 3 <= path.read_text("utf-8").count("# DECIDE") <= 5


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_numbers_of_many_digits_are_profiled_and_pass_the_checks(
    root: Path, tmp_path: Path, suffix: str
) -> None:
    digits = (15, 16, 18, 19, 30, 38)
    names = ("id", *(f"ref_{one}" for one in digits))
    rows = [(row, *(10 ** (one - 1) + 7 * row for one in digits)) for row in range(1, 31)]
    lines = (
        [",".join(names), *(",".join(map(str, row)) for row in rows)]
        if suffix == "csv"
        else [json.dumps(dict(zip(names, row, strict=True))) for row in rows]
    )
    file = tmp_path / f"parcels.{suffix}"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    feed = DrawnFeed("parcels", "", [file], ("id",), {})
    contract = declared(project(root, tmp_path / "project"), feed)
    assert not rejected(root, contract, feed)
    (delivery,) = deliveries([file], now())
    landed = read_delivery(contract, delivery)
    assert [row[: len(names)] for row in landed] == [list(map(str, row)) for row in rows]
