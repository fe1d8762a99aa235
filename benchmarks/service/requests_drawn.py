"""Values of the requests, drawn from a published database."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import duckdb

MOST = 5_000
FIELDS = ("full_name", "email", "phone", "address", "postcode", "city")
RECORDS = f"""
    select customer_uid, source_system || ':' || customer_id as source_id, {", ".join(FIELDS)}
    from marts.customer_records
    where is_current
    order by hash(record_id)
    limit {MOST}
"""


def drawn_requests(published: Path, seed: int) -> dict[str, list[Any]]:
    """Ids, uids, searches and records of current records, some of them with a typo."""
    with duckdb.connect(str(published), read_only=True) as connection:
        found = connection.execute(RECORDS).fetchall()
    random_numbers = random.Random(seed)
    records = [dict(zip(FIELDS, row[2:], strict=True)) for row in found]
    records = [{name: value for name, value in one.items() if value} for one in records]
    records = [one for one in records if one]
    parameters = {"email": "email", "phone": "phone", "full_name": "name"}
    searches = [
        {parameters[name]: with_typo(one[name], random_numbers)}
        for one in map(searchable, records)
        if one
        for name in [random_numbers.choice(sorted(one))]
    ]
    return {
        "ids": [row[number % 2] for number, row in enumerate(found)],
        "uids": [row[0] for row in found],
        "searches": [urlencode(one) for one in searches],
        "records": [changed(one, random_numbers) for one in records],
    }


def searchable(record: dict[str, str]) -> dict[str, str]:
    """The fields by which the service searches, without values that it refuses, such as N/A."""
    return {
        name: value
        for name, value in record.items()
        if (name == "email" and "@" in value)
        or (name == "phone" and sum(map(str.isdigit, value)) >= 6)
        or (name == "full_name" and len(value) > 1)
    }


def changed(record: dict[str, str], random_numbers: random.Random) -> dict[str, str]:
    """The record with a typo in its name and without one of its other fields."""
    others = [name for name in record if name != "full_name"]
    left_out = random_numbers.choice(others) if len(record) > 1 and others else None
    return {
        name: with_typo(value, random_numbers) if name == "full_name" else value
        for name, value in record.items()
        if name != left_out
    }


def with_typo(value: str, random_numbers: random.Random) -> str:
    """The value with two neighbouring letters in the wrong order; short ones stay as they are."""
    places = [place for place in range(3, len(value) - 2) if value[place : place + 2].isalpha()]
    if not places:
        return value
    place = random_numbers.choice(places)
    return value[:place] + value[place + 1] + value[place] + value[place + 2 :]
