"""Writes the contract of a profiled feed, with a comment where a person must decide."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contracts.personal_data import OF_FIELD
from onboarding.contract_columns import (
    column_lines,
    custom,
    listed,
    matching_fields,
    text,
    wrapped_question,
)
from onboarding.profile import Profile
from onboarding.questions import Questions
from warehouse.problems import counted

SHOWN_LINES = 5
OF_CUSTOMERS = (
    "are these customers, to be matched with those of other systems? name is the system",
    "in customer records, isMaster whether it has customer master data, priority 1 is",
    "trusted most. If they are not, delete customerSystem and matchingFields, and rename",
    "customer_hk and the tables in vaultTables.",
)
DELIVERY = """\
      - name: _loaded_at
        description: "Time of the delivery, UTC."
        logicalType: timestamp
        physicalType: varchar
        required: true
        classification: none
        logicalTypeOptions:
          format: "yyyy-MM-dd HH:mm:ss"
      - name: _batch_id
        description: Batch that the row was delivered with.
        logicalType: string
        physicalType: varchar
        required: true
        classification: none
      - name: _record_source
        description: Name of the source table.
        logicalType: string
        physicalType: varchar
        required: true
        classification: none
        examples: [{record_source}]
slaProperties:
  - property: freshness
    value: {days}
    unit: d
    element: {feed}._loaded_at
    driver: operational
    description: Time since the newest delivery.
  - property: completeness
    value: 99.5
    unit: percent
    element: {feed}
    driver: analytics
    description: Smallest share of the rows of a delivery that passes all checks.
  - property: nullShare
    value: 1
    unit: percent
    element: {feed}
    driver: analytics
    description: Largest share of the rows of a delivery that lacks a required value, by column.
  - property: retention
    value: 10
    unit: y
    element: {feed}._loaded_at
    driver: regulatory
    description: How long delivered rows are kept.
"""


def contract_text(found: Profile, names: Names, paths: Sequence[Path], priority: int) -> str:
    """The contract of a feed. priority: the first priority that no other customer system has."""
    questions = Questions()
    feed, source, system = names.feed, names.source, names.system
    entity = "customer" if found.has_customers else names.entity
    lines = [
        "apiVersion: v3.1.0",
        "kind: DataContract",
        f"id: {feed}",
        f"name: {text(feed.replace('_', ' ').capitalize())}",
        "version: 1.0.0",
        "status: active",
        f"domain: {source}",
        "description:",
        f"  purpose: {text(f'Rows of the feed {feed}.')}",
        *questions.ask("who is responsible for this feed, and where can they be reached?"),
        "team:",
        f"  name: {text(system)}",
        "  members:",
        f"    - username: {source}@example.com",
        "      role: owner",
        "support:",
        f"  - channel: {source}@example.com",
        "    tool: email",
        "    scope: issues",
        "schema:",
        f"  - name: {feed}",
        f"    id: {feed}",
        "    logicalType: object",
        "    physicalType: table",
        f"    description: {text(description_of(found.delivery, feed))}",
        "    customProperties:",
        *questions.ask(
            "how is it delivered? fullSnapshot (all rows, a missing key was deleted), changeFeed",
            "(rows that changed) or events. sourceTime is the column with the time of a change, in",
            "timeZone if it has no offset; without it, the time of the delivery counts.",
            indent=6,
        ),
        *custom("deliveryKind", found.delivery, 6),
        *source_time_lines(found),
        *custom("timeZone", time_zone_of(found), 6),
        *custom(
            "reactions",
            "{file: fail, row: quarantine, freshness: warn, completeness: fail}",
            6,
        ),
        *file_lines(found, paths, questions),
        *customer_lines(found, questions, names, priority),
        *custom("stagingModel", f"stg_{source}__{feed}", 6),
        *custom("vaultKey", f"[{entity}_hk]", 6),
        *custom("vaultTables", f"[{', '.join(satellites(found, entity, source))}]", 6),
        *table_question_lines(found, questions),
        *unnamed_question(found, questions),
        *questions.ask(
            "do primaryKey columns identify a row? Is a column personal that says none? Are codes",
            "missing? A row with another code, or without a required value, is rejected.",
            indent=4,
        ),
        "    properties:",
    ]
    for column in found.columns:
        lines += column_lines(column, feed, questions)
    record_source = f"{source.upper()}.{feed.upper()}"
    days = 1 if found.delivery == "events" else 7
    end = DELIVERY.format(feed=feed, record_source=record_source, days=days)
    return questions.numbered("\n".join(lines) + "\n" + end)


@dataclass(frozen=True)
class Names:
    """The names of a feed, of its source in model names, of its entity, and of the source system in
    customer records."""

    feed: str
    source: str
    entity: str
    system: str


def satellites(found: Profile, entity: str, source: str) -> list[str]:
    """The satellites; one has the personal data."""
    own = [column for column in found.columns if not column.key_position]
    personal = [column for column in own if column.classification in ("personal", "sensitive")]
    others = [
        column for column in own
        if column not in personal and not (column.is_source_time and column.is_required)
    ]  # fmt: skip
    names = [f"sat_{entity}__{source}"] if others or not personal else []
    return names + ([f"sat_{entity}_pii__{source}"] if personal else [])


def table_question_lines(found: Profile, questions: Questions) -> list[str]:
    """The property with the open questions about the files and the key."""
    asked = [one for one in (*found.file_questions, found.key_question) if one]
    lines = []
    for one in asked:
        lines += wrapped_question(questions, one, "Then delete openQuestion.", indent=6)
    return lines + (custom("openQuestion", text(" ".join(asked)), 6) if asked else [])


def unnamed_question(found: Profile, questions: Questions) -> list[str]:
    """The question about columns that have only a number for a name."""
    if not found.unnamed:
        return []
    shown = ", ".join(f"{one.name} ({one.source_name})" for one in found.unnamed)
    question = (
        f"what are these columns called in English: {shown}? Write each name at name, and at id if "
        "it has one; keep physicalName."
    )
    return wrapped_question(questions, question, indent=6)


def description_of(delivery: str, feed: str) -> str:
    """The description of one row of a feed."""
    return {
        "fullSnapshot": f"One row per key and full snapshot of the feed {feed}.",
        "changeFeed": f"One row per key and change of the feed {feed}.",
        "events": f"One row per event of the feed {feed}.",
    }[delivery]


def source_time_lines(found: Profile) -> list[str]:
    """The property with the column of the source time."""
    names = [column.name for column in found.columns if column.is_source_time]
    return custom("sourceTime", names[0], 6) if names else []


def time_zone_of(found: Profile) -> str:
    """The time zone of times without an offset."""
    is_local = any(column.type.target == "yyyy-MM-dd HH:mm:ss" for column in found.columns)
    return "Europe/Berlin" if found.is_german and is_local else "UTC"


def unreadable_question(found: Profile, questions: Questions) -> list[str]:
    """The question whether lines that are not rows stop a delivery."""
    if not found.unreadable:
        return []
    shown = "; ".join(found.unreadable[:SHOWN_LINES])
    question = (
        f"{counted(len(found.unreadable), 'line')} cannot be read: {shown}. They are refused, "
        "with all rows of their file. To load the others and quarantine these, with the text of "
        "the line, write unreadableLines: quarantine."
    )
    return wrapped_question(questions, question, indent=6)


def file_lines(found: Profile, paths: Sequence[Path], questions: Questions) -> list[str]:
    """The property with the format of the source's files and the names of the profiled ones."""
    facts = [f"format: {found.file_format.name}"]
    if found.file_format.name == "csv":
        facts.append(f"delimiter: {json.dumps(found.file_format.delimiter)}")
    if found.file_format.name != "parquet":
        facts.append(f"encoding: {found.file_format.encoding}")
    start = " " * 10
    if found.unreadable:
        facts.append("unreadableLines: refuse")
    lines = unreadable_question(found, questions)
    lines += ["      - property: sourceFiles", "        value:", *(start + fact for fact in facts)]
    if found.file_format.lines_before_header:
        lines.append(f"{start}linesBeforeHeader: {found.file_format.lines_before_header}")
    if found.empty_words:
        lines.append(f"{start}emptyValues:{''.join(listed(found.empty_words, 10))}")
    lines.append(f"{start}profiled:")
    return lines + [f"{start}  - {json.dumps(str(path), ensure_ascii=False)}" for path in paths]


def customer_lines(found: Profile, questions: Questions, names: Names, priority: int) -> list[str]:
    """The property of a source of customer records; as a comment, if only a person knows whether
    it is one."""
    system = custom(
        "customerSystem", f"{{name: {names.system}, isMaster: false, priority: {priority}}}", 6
    )
    if found.has_customers:
        return [
            *questions.ask(*OF_CUSTOMERS, indent=6),
            *system,
            *unmapped_question(found, questions),
        ]
    if not found.may_have_customers:
        return []
    shown = ", ".join(one.name for one in found.columns if one.possible_field in OF_FIELD)
    question = (
        f"are these customers, to be matched with those of other systems? {shown} may describe "
        "them. If they are, remove the # before these properties and before each matchingFields "
        "below, delete the other vaultKey and vaultTables, and write classification: pseudonymous "
        "at the key. If they are not, delete these comments."
    )
    lines = [
        *system,
        *custom("vaultKey", "[customer_hk]", 6),
        *custom("vaultTables", f"[{', '.join(satellites(found, 'customer', names.source))}]", 6),
    ]
    return [
        *wrapped_question(questions, question, indent=6),
        f"{' ' * 6}#",
        *(f"{' ' * 6}# {line[6:]}" for line in lines),
    ]


def unmapped_question(found: Profile, questions: Questions) -> list[str]:
    """The question about customer attributes that matching compares and no column provides."""
    provided = {field for column in found.columns for field in matching_fields(column)}
    missing = [field for field in OF_FIELD if field not in provided]
    if not missing:
        return []
    question = (
        f"does a column have {', '.join(missing)}? Matching compares it, but no column is named "
        "like it. Write matchingFields at such a column; contracts/README.md lists them."
    )
    return wrapped_question(questions, question, indent=6)
