"""Reads the properties of a contract that describe the source's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from contracts.feed import SUFFIX, Feed, custom
from contracts.read import ContractError, read_feeds
from onboarding.file_format import FileFormat
from onboarding.meaning import OTHER_ATTRIBUTES
from onboarding.number_formats import NUMBERS, is_number_format


@dataclass(frozen=True)
class SourceColumn:
    """A column in the files of a source.

    formats: the formats of its values. empty_values: words for an empty value in this column; None
    if they are those of the file. first_year: the first of the hundred years that two digits can
    mean; 0 for the default. question: the open question for a person.
    """

    name: str
    source_name: str
    kind: str
    formats: tuple[str, ...]
    target: str
    attribute: str
    deleted_if: tuple[str, ...]
    empty_values: tuple[str, ...] | None = None
    first_year: int = 0
    question: str = ""


@dataclass(frozen=True)
class FeedContract:
    """A feed and the source's files, as its contract describes them.

    source_time: the column with the source time; empty if the load time is used instead.
    question: the open question about the key. profiled: the files from which the contract was
    written. feeds: all feeds, including this one. unreadable_lines: refuse or quarantine, what
    happens to lines that are not rows.
    """

    feed: Feed
    feeds: tuple[Feed, ...]
    file_format: FileFormat
    empty_values: tuple[str, ...]
    profiled: tuple[Path, ...]
    source_time: str
    record_source: str
    columns: tuple[SourceColumn, ...]
    question: str = ""
    unreadable_lines: str = "refuse"

    @property
    def quarantines_lines(self) -> bool:
        """Whether lines that are not rows are quarantined, instead of refused with their file."""
        return self.unreadable_lines == "quarantine"

    @property
    def open_questions(self) -> list[str]:
        """The questions to answer before rows are loaded, because values could be wrong."""
        asked = [(self.feed.name, self.question)]
        asked += [(column.name, column.question) for column in self.columns]
        return [f"{name}: {question}" for name, question in asked if question]

    @property
    def source(self) -> str:
        """The source in the names of models: `shop` in stg_shop__orders."""
        return self.feed.stage.removeprefix("stg_").partition("__")[0]

    @property
    def table(self) -> str:
        """The table in the names of models: `orders` in stg_shop__orders."""
        return self.feed.stage.partition("__")[2]


def read_contract(path: Path) -> FeedContract:
    """The contract in a file. Raises ContractError if it, or another one, is not valid."""
    if not path.name.endswith(SUFFIX) or not path.is_file():
        raise ContractError(f"{path}: no such contract; name a file contracts/<feed>{SUFFIX}")
    name = path.name.removesuffix(SUFFIX)
    feeds = tuple(read_feeds(path.parent, with_proposed=True))
    feed = next(found for found in feeds if found.name == name)
    contract = yaml.safe_load(path.read_text(encoding="utf-8"))
    (table,) = contract["schema"]
    own = custom(table)
    files = own.get("sourceFiles", {})
    found = FeedContract(
        feed=feed,
        feeds=feeds,
        file_format=FileFormat(
            files.get("format", "csv"),
            files.get("delimiter", ","),
            files.get("encoding", "utf-8"),
            int(files.get("linesBeforeHeader", 0)),
        ),
        empty_values=tuple(str(value) for value in files.get("emptyValues", ())),
        profiled=tuple(Path(one) for one in files.get("profiled", ())),
        source_time=own.get("sourceTime", ""),
        record_source=record_source(table, feed),
        columns=tuple(
            source_column(element) for element in table["properties"][: len(feed.own_columns)]
        ),
        question=own.get("openQuestion", ""),
        unreadable_lines=str(files.get("unreadableLines", "refuse")),
    )
    if problems := list(problems_of(found)):
        raise ContractError("\n".join(f"{path.name}: {problem}" for problem in problems))
    return found


def record_source(table: Mapping[str, Any], feed: Feed) -> str:
    """The name of the source table: the example of the last delivery column."""
    examples = table["properties"][-1].get("examples") or [feed.name.upper()]
    return str(examples[0])


def source_column(element: Mapping[str, Any]) -> SourceColumn:
    """A column from its entry under `properties`."""
    own = custom(element)
    empty = own.get("emptyValues")
    return SourceColumn(
        name=element["name"],
        source_name=element.get("physicalName", element["name"]),
        kind=element["logicalType"],
        formats=tuple(str(one) for one in own.get("sourceFormats", ())),
        target=element.get("logicalTypeOptions", {}).get("format", ""),
        attribute=own.get("customerAttribute", ""),
        deleted_if=tuple(str(one) for one in own.get("deletedIf", ())),
        empty_values=None if empty is None else tuple(str(one) for one in empty),
        first_year=int(own.get("twoDigitYearsFrom", 0)),
        question=own.get("openQuestion", ""),
    )


def problems_of(found: FeedContract) -> list[str]:
    """Problems of a feed to onboard; feeds that were written by hand may have them."""
    problems = []
    kinds = {column.name: column.kind for column in found.feed.own_columns}
    if found.source_time and kinds.get(found.source_time) not in ("date", "timestamp"):
        problems.append(f"has the sourceTime {found.source_time}, which is not a date or timestamp")
    for column in found.columns:
        if column.kind in ("integer", "number") and (
            wrong := {one for one in column.formats if not is_number_format(one)}
        ):
            problems.append(
                f"{column.name} has the sourceFormats {', '.join(sorted(wrong))}; write numbers "
                f"like {', '.join(NUMBERS)}, with a unit if they have one, such as %"
            )
        if column.attribute and column.attribute not in OTHER_ATTRIBUTES:
            problems.append(
                f"{column.name} has the customerAttribute {column.attribute}; write one of "
                f"{', '.join(OTHER_ATTRIBUTES)}"
            )
        if column.kind == "boolean" and len(column.formats) not in (0, 2):
            problems.append(f"{column.name} needs two sourceFormats, the words for true and false")
    if found.file_format.name not in ("csv", "jsonl", "parquet"):
        problems.append("has sourceFiles of a format other than csv, jsonl and parquet")
    if found.unreadable_lines not in ("refuse", "quarantine"):
        problems.append("has unreadableLines of sourceFiles other than refuse and quarantine")
    if len(found.file_format.delimiter) != 1:
        problems.append("has a delimiter of sourceFiles that is not one character")
    return problems
