"""Searches and matches as questions that are answered in batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from dashboard.search_keys import with_digits
from lookup.matching import Matcher, committed_model
from lookup.searching import found_customers, searched_records
from lookup.snapshot import Snapshot
from lookup.standardise import SearchStandardiser, Standardised, Standardiser


@dataclass(frozen=True)
class Search:
    """A search by the parameters email, phone and name."""

    parameters: Mapping[str, str]

    @cached_property
    def searched(self) -> list[tuple[str, dict[str, str]]]:
        """The searched records, each with the parameter it comes from."""
        return searched_records(self.parameters)

    @property
    def records(self) -> list[dict[str, str]]:
        """The records to standardise."""
        return [record for _, record in self.searched]


@dataclass(frozen=True)
class Match:
    """A record to match with the stored records."""

    record: Mapping[str, str | None]

    @property
    def records(self) -> list[Mapping[str, str | None]]:
        """The records to standardise."""
        return [self.record]


Question = Search | Match


@dataclass(frozen=True)
class Answers:
    """Answers questions; those of a batch are standardised together.

    search_standardiser: the faster steps, for a batch with nothing but searches.
    """

    standardiser: Standardiser
    search_standardiser: SearchStandardiser
    matcher: Matcher

    @classmethod
    def with_committed_model(cls) -> Answers:
        """Answers by the match model in dbt_project.yml; takes some seconds."""
        return cls(Standardiser(), SearchStandardiser(), Matcher(committed_model()))

    def __call__(
        self, questions: Sequence[tuple[Question, Snapshot]]
    ) -> list[list[dict[str, Any]]]:
        """The customers found by each search and the candidates of each match.

        Each question comes with the snapshot with which its request started.
        """
        answers: list[list[dict[str, Any]]] = [[] for _ in questions]
        snapshots = {snapshot.key: snapshot for _, snapshot in questions}
        for key, snapshot in snapshots.items():
            places = [place for place, (_, own) in enumerate(questions) if own.key == key]
            self._answer(places, questions, snapshot, answers)
        return answers

    def _answer(
        self,
        places: Sequence[int],
        questions: Sequence[tuple[Question, Snapshot]],
        snapshot: Snapshot,
        answers: list[list[dict[str, Any]]],
    ) -> None:
        records, starts = [], {}
        for place in places:
            starts[place] = len(records)
            records += questions[place][0].records
        matches = [place for place in places if isinstance(questions[place][0], Match)]
        if matches:
            given = self.standardiser.standardise(records, snapshot)
            keys_of_records = given.keys
        else:
            keys_of_records = self.search_standardiser.keys_of(records, snapshot)
        for place in set(places) - set(matches):
            searched = questions[place][0].searched
            keys = keys_of_records[starts[place] : starts[place] + len(searched)]
            answers[place] = found_customers(
                [
                    (parameter, with_digits(own, record))
                    for (parameter, record), own in zip(searched, keys, strict=True)
                ],
                snapshot,
            )
        if not matches:
            return
        chosen = [starts[place] for place in matches]
        wanted = Standardised(
            given.records.take(pa.array(chosen, pa.int64())),
            tuple(given.keys[number] for number in chosen),
        )
        for place, found in zip(matches, self.matcher.candidates(wanted, snapshot), strict=True):
            answers[place] = found
