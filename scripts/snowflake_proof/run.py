"""Runs items on a connection, one after the other, until the time is up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from snowflake.connector.errors import Error

from snowflake_proof.items import Item

PROVEN, REFUTED, LATE, NOT_RUN = "proven", "refuted", "late", "not run"


class Session(Protocol):
    """A connection of Snowflake's connector."""

    def cursor(self) -> Any:
        """A cursor."""


@dataclass(frozen=True)
class Outcome:
    """The result of an item. answer: rows as strings, or the error."""

    name: str
    title: str
    result: str
    answer: str
    seconds: float


@dataclass(frozen=True)
class Command:
    """An item that runs commands, such as a build with dbt.

    prove: returns an empty string if it is proven, otherwise what is wrong.
    """

    name: str
    title: str
    prove: Callable[[], str]


def answer_of(session: Session, item: Item) -> tuple[str, str]:
    """The result of an item and its answer, in a session with the same start as all others."""
    rows: list[Any] = []
    *before, last = item.statements
    try:
        with session.cursor() as cursor:
            for statement in before:
                cursor.execute(statement)
            try:
                rows = cursor.execute(last).fetchall()
            except Error as error:
                is_proven = bool(item.error and re.search(item.error, error.msg, re.I))
                return PROVEN if is_proven else REFUTED, error.msg.strip()
    except Error as error:
        return REFUTED, f"before the last statement: {error.msg.strip()}"
    found = tuple(tuple(str(value) for value in row) for row in rows)
    return PROVEN if not item.error and found == item.rows else REFUTED, str(list(found))


def run_items(
    items: Iterable[Item | Command],
    connect: Callable[[], Any],
    clock: Callable[[], float],
    end: float,
) -> Iterator[Outcome]:
    """The outcome of each item; one that has not ended when the time is up is not proven.

    connect: opens a session, one per script. clock: returns the time in seconds. end: the time at
    which it is up.
    """
    for item in items:
        start = clock()
        if start >= end:
            yield Outcome(item.name, item.title, NOT_RUN, "the time was up", 0.0)
            continue
        if isinstance(item, Command):
            wrong = item.prove()
            result, answer = REFUTED if wrong else PROVEN, wrong
        else:
            with connect() as session:
                result, answer = answer_of(session, item)
        ended = clock()
        if ended > end and result == PROVEN:
            result, answer = LATE, "it ended after the time was up"
        yield Outcome(item.name, item.title, result, answer, ended - start)
