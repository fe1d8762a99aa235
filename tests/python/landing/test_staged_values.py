"""Staging reads each feed in the types of its contract, and hashes keys in their casing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from contracts.feed import Feed
from contracts.read import read_feeds
from dbt_in_process import ROOT

FEEDS = read_feeds(ROOT / "contracts")


def models_in(pattern: str) -> dict[str, str]:
    """Model -> its text, of the files below models/ that match a pattern."""
    paths = (ROOT / "models").glob(pattern)
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


STAGING = models_in("staging/*/*.sql")
BUSINESS = models_in("business_vault/*/*.sql")
BUSINESS |= {
    path.stem: path.read_text(encoding="utf-8")
    for path in (ROOT / "macros" / "identity").glob("*.sql")
}
# Parts of a key that have no casing: names of systems, numbers, roles.
WITHOUT_CASING = {"source_system", "source_system_l", "source_system_r", "master_source_system"}
WITHOUT_CASING |= {"line_number", "account_role"}
HASH = re.compile(r"\{\{ automate_dv\.hash\((?:(?!\}\}).)*\}\}", re.S)


JOINED_KEYS = re.compile(r"\w+\.(\w+_id)\s*=\s*\w+\.(\w+_id)\b")


def typed_columns(feed: Feed) -> dict[str, str]:
    """Column of a feed -> staging column that holds it in the type of its contract."""
    typed = rf"typed\('{feed.name}', '(\w+)'\) \}}\}} as (\w+)"
    return dict(re.findall(typed, STAGING[feed.stage]))


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_staging_stores_numbers_times_and_booleans_in_their_types(feed: Feed) -> None:
    text = STAGING[feed.stage]
    needed = {
        column.name
        for column in feed.own_columns
        if column.kind != "string" and re.search(rf"\b{column.name}\b", text)
    }
    read_otherwise = {
        "UPDAT",
        "valid_from",
        "valid_to",
    }  # as times of their own zone or of midnight
    assert needed - typed_columns(feed).keys() - read_otherwise == set()
    assert not re.search(r"try_cast|parse_decimal|clean_text", text)


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_the_vault_keeps_every_digit_that_staging_stores(
    feed: Feed, manifest: dict[str, Any]
) -> None:
    columns = typed_columns(feed)
    kept = {}
    for name in feed.vault_tables:
        kept |= manifest["nodes"][f"model.customer_360.{name}"]["columns"]
    for column in feed.own_columns:
        if column.kind == "number":
            found = kept[columns[column.name]]["data_type"]
            assert found == f"decimal({column.precision},{column.scale})", column.name


def test_keys_are_hashed_in_their_casing() -> None:
    unaware = [
        (model, part)
        for model, text in (STAGING | BUSINESS).items()
        for call in HASH.findall(text)
        if "is_hashdiff" not in call
        for part in re.findall(r"(?<![(.\w])'(\w+)'(?!\))", re.sub(r"alias='\w+'", "", call))
        if part not in WITHOUT_CASING and not re.search(rf"key_text\([^)]*'{part}'", call)
    ]
    assert unaware == []


def test_prices_and_discounts_have_six_decimals() -> None:
    prices = {
        f"{feed.name}.{column.name}": column.scale
        for feed in FEEDS
        for column in feed.own_columns
        if re.search("PRICE|DISCOUNT", column.name)
    }
    assert len(prices) == 4
    assert min(prices.values()) >= 6


def test_keys_of_sources_are_joined_by_their_hash() -> None:
    """One key may be written in several ways, but its hash is the same."""
    keys = {path.stem.replace("hub_", "") + "_id" for path in (ROOT / "models").rglob("hub_*.sql")}
    assert len(keys) > 8
    joined = {
        (model, *pair)
        for model, text in (BUSINESS | models_in("marts/*/*.sql")).items()
        for pair in JOINED_KEYS.findall(text)
        if set(pair) & keys
    }
    assert joined == set()
