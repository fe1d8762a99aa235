"""600 fixed hashes of 100 pairs of strings; a different value would change every stored key."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path

# Columns `<name>_sha` have hashes with the extra vars on, `<name>_md5` with them off.
FILE = Path(__file__).parent / "hash_vectors.csv"


def vectors() -> list[dict[str, str]]:
    """The lines of the file; the pair is in JSON."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pair_of(vector: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The pair that is hashed."""
    return json.loads(vector["one"]), json.loads(vector["two"])
