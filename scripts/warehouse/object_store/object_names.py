"""Which objects of a landing are deliveries, by the rules of a landing folder."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from warehouse.landing.landing_names import (
    DATA_FILE,
    NOT_DELIVERED,
    OTHER_FOLDERS,
    STRAY,
    folder_remedy,
    is_partition,
    name_problem,
    shown,
    unknown_feed,
)
from warehouse.object_store.store import StoredObject
from warehouse.problems import Problem


@dataclass(slots=True)
class Sorted:
    """The objects of a landing: deliveries by their path, names of what is skipped, problems."""

    deliveries: dict[str, StoredObject] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def sort_objects(url: str, objects: Iterable[StoredObject], feeds: Collection[str]) -> Sorted:
    """Sort the objects below a URL. feeds: names of the declared feeds."""
    found = Sorted()
    refused = set()
    for stored in sorted(objects, key=lambda one: one.path):
        parts = stored.path.split("/")
        if any(NOT_DELIVERED.fullmatch(part) for part in parts) or parts[0] in OTHER_FOLDERS:
            # Also keys with the parts `.` and `..`, which no file can have.
            found.skipped.append(shown(stored.path))
            continue
        place, problem = problem_of(url, parts, feeds)
        if not problem and len(parts) == 1:
            found.skipped.append(shown(stored.path))
        elif not problem:
            found.deliveries[stored.path] = stored
        elif place not in refused:
            refused.add(place)
            subject = f"feed {parts[0]}" if parts[0] in feeds and len(parts) > 1 else "landing"
            found.problems.append(Problem(subject, f"{shown(f'{url}/{place}')} {problem}"))
    return found


def problem_of(url: str, parts: list[str], feeds: Collection[str]) -> tuple[str, str]:
    """The object or folder that prevents an object from being read, and why; "" if none does.

    parts: the parts of its key below the URL.
    """
    *folders, name = parts
    if not folders:
        return name, STRAY if DATA_FILE.fullmatch(name) else ""
    if folders[0] != "feeds" and folders[0] not in feeds:
        return folders[0], unknown_feed(folders[0], feeds)
    feed = "" if folders[0] == "feeds" else folders[0]
    for depth, folder in enumerate(folders[1:]):
        if not feed or not is_partition(folder, depth):
            remedy = folder_remedy(f"{url}/{folders[0]}", feed)
            return "/".join(folders[: depth + 2]), remedy
    return "/".join(parts), name_problem(name)
