"""Lists and objects in JSON, which a value of a column can be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator


def list_or_object(value: str) -> list | dict | None:
    """The JSON array or object that a value is; None if it is neither."""
    try:
        found = json.loads(value) if value[:1] in ("[", "{") else None
    except ValueError:
        return None
    return found if isinstance(found, (list, dict)) else None


def is_list_or_object(value: str) -> bool:
    """Whether a value is a JSON array or object."""
    return list_or_object(value) is not None


def items_of(values: Iterable[str]) -> Iterator[str]:
    """The values, and instead of each JSON array or object the strings in it."""
    for value in values:
        found = list_or_object(value)
        if found is None:
            yield value
        else:
            parts = found.values() if isinstance(found, dict) else found
            yield from (part for part in parts if isinstance(part, str))
