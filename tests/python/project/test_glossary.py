"""All files use the terms of docs/glossary.md, and none of the words that these replace."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from dbt_in_process import ROOT

GLOSSARY = Path("docs/glossary.md")
ROW = re.compile(r"^\| (?P<term>[^|]+) \| (?P<meaning>[^|]+) \| (?P<places>[^|]+) \|$", re.M)

# The checked paths.
PATHS = (
    "analyses",
    "app",
    "benchmarks",
    "contracts",
    "docs",
    "extraction",
    "macros",
    "models",
    "orchestration",
    "packages",
    "scripts",
    "seeds",
    "service",
    "snapshots",
    "snowflake",
    "tests",
    ".ci",
    ".github",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Makefile",
    "README.md",
    "dbt-bouncer.yml",
    "dbt_project.yml",
    "profiles.yml",
    "pyproject.toml",
    "selectors.yml",
    "snowflake.yml",
)
EXCLUDED = (
    # These have the names of the previous version.
    "docs/upgrading.md",
    "macros/upgrade",
    "tests/python/upgrade",
    # The list of banned words, and generated or third-party files.
    "tests/python/project/test_glossary.py",
    "benchmarks/requirements.lock",
    "packages/automate_dv/LICENSE",
    "seeds/feeds",
    "seeds/stewardship",
    "seeds/truth",
)
KINDS = (".csv", ".md", ".py", ".sql", ".tf", ".toml", ".yaml", ".yml", "")
# Words that read like a translation, and former names -> what to write.
BANNED = {
    r"\banew\b": "again, rebuilt, recomputed",
    r"\btold\b": "the content of the table",
    r"\bof today\b": "current",
    r"\b(to|belongs) today\b": "currently",
    r"\bwhat stands\b": "current",
    r"\bby then\b": "at that time",
    r"\bwhereof\b": "of which",
    r"\bdata's way\b": "data flow",
    r"\bway of the data\b": "data flow",
    r"\bwarehouse's day\b": "current as-of date",
    r"\bhundred signs\b": "100 characters",
    r"\bbegins and ends by itself\b": "starts and ends without a delivery",
    r"\bwhose it is\b": "its golden customer",
    r"\bhangs on\b": "depends on",
    r"\btouche[ds]\b": "to refresh, changed",
    r"\bpoints per field\b": "match weights",
    r"\bload dates?\b": "load time",
    r"\bcustomer_resolution\b": "customer_version_lookup",
    r"\bcustomer_uid_resolution\b": "customer_uid_redirects",
    r"\bcustomer_attributes_(known|effective)\b": "..._by_load_time, ..._by_source_time",
    r"\bdecided_identities\b": "cluster_assignments",
    r"\bgolden_moments\b": "golden_change_points",
    r"\bgolden_match_scores\b": "customer_match_confidence",
    r"\bgolden_scope\b": "refresh_by, refresh_from",
    r"\bidentity_scope\b": "records_to_recluster",
    r"\brecords_to_decide\b": "records_to_recluster",
    r"\bmoved_records\b": "reassigned_records",
    r"\btouched_records\b": "keys to refresh",
    r"\bstg_landing__batches\b": "stg_landing__deliveries",
    r"\bvault_loads\b": "processed_loads",
    r"\bwarehouse_day\b": "current_as_of_date",
    r"\bpoints_(name|email|phone|address|city|postcode|dob|nat_id|prior)\b": "match_weight_<field>",
    r"\b(dob|nat_id)\b": "birth_date, national_id",
    r"'(known|effective)' as time_axis": "load_time, source_time",
    r"\bkeeps? account\b": "keeps track",
    r"\bstands? back\b": "no longer applies",
    r"\bheld together\b": "joined",
    r"\byet to be made\b": "in the first build",
    r"\bas (it|they) stands?\b": "current, unchanged",
    r"\bwhat became of\b": "the result, the status",
    r"\bin whatever order\b": "in any order",
    r"\bprocessor seconds\b": "CPU seconds",
    r"\bsurroundings\b": "environment",
    r"\bsettles?\b": "decides, processes",
    r"\bmake targets?\b": "make commands",
    r"(?<!there )\b(is|are) no (?!longer)": "is not a, are not",
    r"\b(field|name|plain)_points\b": "field_weights, name_weight, level_weights",
    r"\bfile name endings?\b": "extension",
    r"\b(?<!line )endings?\b(?! (with|at|in)\b)": "extension, suffix",
    r"\bkinds? of files?\b": "format",
    r"\b(a|an|another|any|each|every|empty) text\b"
    r"(?! (column|constant|expression|field|file|reader))": "string, value",
    r"\b(?<!dollar )signs\b": "characters",
    r"\ba blank\b(?! (key|line))": "a space",
    r"\bsomething else than\b": "contradicts",
    r"\b(another|other) (?!than)[\w'-]+( [\w'-]+){0,3} than\b": "a different ... from",
    r"\b(say|says|said) of (a|an|each|it|the|them|what)\b": "says about",
    r"\bin the place of\b": "instead of, replaces",
    r"\bnothing follows from\b": "missing keys are not treated as deletions",
    r"\bonce more\b": "again",
    r"\bbeside\b": "next to, alongside",
    r", too\b": "also",
    r"\b(keys|values) (is|are) one\b|\bare one key\b": "are the same key",
    r"\b(?<![a-z] )number of the (\w+ )?(acceptance|account|alert|deal|decision|entry|event"
    r"|interaction|order|override|shipment|ticket|transaction)\b": "<entity> id",
    r"\bpieces?\b": "unit, part",
    r"\b(bookings?|misbooked)\b": "posting",
    r"\bline ends?\b(?! (in|with)\b)": "line ending",
    r"\bcheck sums?\b": "checksum",
    r"\b(has|have|had) (not )?come\b|\bstill to come\b|\bnever comes\b": "arrived, arrives",
    r"\bload time of the page\b": "page load duration",
    r"\bsales representatives?\b": "sales rep",
    r"\bweb sites?\b": "website",
}
# The same, in prose and as a part of a name: `_` is not the end of a word for `\b`.
BANNED_PARTS = {
    "blanks": "whitespace, spaces",
    "booked(?!_at)": "posted",
    "capitals": "upper case",
    "damages?": "defect",
    "myriads": "ten_thousands",
    "nasty": "edge cases",
    "odd": "unusual, special",
    "sendings?": "transmission",
    "sound": "valid",
    "texts": "strings, values",
    "(un)?packed": "compressed",
    "birth_record_(come|left)": "..._arrived, ..._departed",
    "expected_change": "expected_impact",
    "forget_compiled": "clear_compiled",
    "health_points_of_mood": "health_points_per_sentiment",
    "joined_records": "combined_record_count",
    "open_because": "open_reason",
    "put_in_place": "publish_copy",
    "told_at": "last_reported_at",
}
PARTS = rf"(?<![A-Za-z])(?:{'|'.join(BANNED_PARTS)})(?![A-Za-z])"
BANNED[PARTS] = ""
DEPRECATED_FIELDS = (
    *("prior", "name", "email", "phone", "address", "city", "postcode", "dob", "nat_id"),
)
# File and matched word -> why it stays.
ALLOWED = {
    **{
        (path, f"points_{field}"): "a deprecated column"
        for path in (
            "CHANGELOG.md",
            "models/marts/governance/_governance__models.yml",
            "models/marts/governance/mdm_match_pairs.sql",
        )
        for field in DEPRECATED_FIELDS
    },
    ("CHANGELOG.md", "stg_landing__batches"): "a removed table",
    ("scripts/warehouse/landing/landed_files.py", "stg_landing__batches"): "a table of version 0.1",
    ("tests/python/warehouse/test_batches.py", "stg_landing__batches"): "a table of version 0.1",
    ("CHANGELOG.md", "vault_loads"): "a removed table",
    ("models/marts/governance/_stewardship__models.yml", "moved_records"): "a column of a mart",
    ("models/marts/governance/steward_review_queue.sql", "moved_records"): "a column of a mart",
    ("models/business_vault/query_assist/bridge_customer_order_product.sql", "load date"): (
        "an argument of AutomateDV"
    ),
    ("models/marts/governance/_governance__models.yml", "dob"): "a deprecated column",
    ("models/marts/governance/mdm_match_pairs.sql", "dob"): "a deprecated column",
    ("CHANGELOG.md", "dob"): "a deprecated column",
    ("models/marts/governance/_changes__models.yml", "told"): "a deprecated column",
    ("models/marts/governance/customer_attribute_conflicts.sql", "told"): "a deprecated column",
    ("CHANGELOG.md", "told"): "a deprecated column",
    ("scripts/mdm/standardise/records.py", "dob"): "a name that files may use",
    ("scripts/mdm/standardise/records.py", "nat_id"): "a name that files may use",
    **{
        (f"scripts/onboarding/{module}.py", "dob"): "a name that files may use"
        for module in ("field_names", "personal_data", "time_types")
    },
    ("tests/python/onboarding/drawn_feeds.py", "dob"): "a name that files may use",
    ("macros/identity/phones.sql", "dob"): "an extension of a phone number, in Hungarian",
    ("seeds/reference/first_names.csv", "odd"): "a first name",
    ("scripts/mdm/score/listed_names.py", "odd"): "a first name",
    ("seeds/reference/nicknames.csv", "dob"): "a nickname",
    ("scripts/mdm/compare/words.py", "odd"): "an odd number",
    **{
        (path, word): "a deprecated column"
        for words, paths in {
            ("told_at",): (
                "CHANGELOG.md",
                "models/marts/governance/_changes__models.yml",
                "models/marts/governance/customer_attribute_conflicts.sql",
            ),
            ("expected_change", "joined_records", "open_because"): (
                "CHANGELOG.md",
                "models/marts/governance/_stewardship__models.yml",
                "models/marts/governance/steward_review_queue.sql",
            ),
        }.items()
        for path in paths
        for word in words
    },
}
# Folder and matched word -> why it stays.
ALLOWED_BELOW = {
    ("packages/automate_dv", "load date"): "the term of AutomateDV",
    ("tests/python/automate_dv", "load date"): "the term of AutomateDV",
    ("benchmarks/compare_upstream", "load date"): "the term of AutomateDV",
    ("benchmarks/vault", "load date"): "the term of AutomateDV",
    ("macros/identity", "sound"): "the sound code of a word",
    ("tests/python/mdm", "sound"): "the sound code of a word",
    ("scripts/mdm", "texts"): "the class Texts, strings under numbers",
    ("tests/python/mdm", "texts"): "the class Texts",
}


def terms(text: str) -> dict[str, list[str]]:
    """Term -> the tables and columns of its row in the glossary."""
    rows = ROW.finditer(text)
    found = {row["term"]: re.findall(r"`([\w.]+)`", row["places"]) for row in rows}
    return {term: places for term, places in found.items() if term != "term" and set(term) != {"-"}}


def missing_places(
    places: list[str], nodes: dict[str, dict[str, Any]], macros: dict[str, str]
) -> Iterator[str]:
    """The places that are not a model, seed, snapshot, bookkeeping table or macro."""
    for place in places:
        name, _, column = place.partition(".")
        created = rf"exists {{{{ bookkeeping_table\('{name}'\) }}}} \((.*?)\);"
        table = re.search(created, macros["create_bookkeeping"], re.S)
        if name in nodes:
            node = nodes[name]
            parents = [other.split(".")[-1] for other in node["depends_on"].get("nodes", [])]
            texts = [nodes[other].get("raw_code") or "" for other in [name, *parents]]
            declared = {"", *node["columns"], *(node["config"].get("column_types") or {})}
        elif table:
            texts, declared = [table[1]], {""}
        else:
            texts, declared = [], {""} if name in macros else set()
        is_in_code = bool(texts) and any(re.search(rf"\b{column}\b", text) for text in texts)
        if column not in declared and not is_in_code:
            yield place


@cache
def any_banned_word() -> re.Pattern[str]:
    """A pattern of all banned words for lower-case strings, which is faster than ignoring case."""
    words = [pattern.removeprefix(r"\b") for pattern in BANNED if pattern.startswith(r"\b")]
    others = [pattern for pattern in BANNED if not pattern.startswith(r"\b")]
    return re.compile("|".join([rf"\b(?:{'|'.join(words)})", *others]), re.M)


def words_of_names(text: str) -> str:
    """A string in which `_` of lower-case names is a space: names consist of words."""
    return re.sub(r"(?<=[a-z])_(?=[a-z])", " ", text)


def banned_words(path: str, text: str) -> list[str]:
    """The banned words in a string, each with its line and what to write instead."""
    lower = text.lower()
    if not any_banned_word().search(lower + words_of_names(lower)):
        return []
    return [
        f"{path}:{number}: '{found}', write: {instead or instead_of_part(found)}"
        for number, line in enumerate(text.splitlines(), 1)
        if any_banned_word().search(line.lower() + words_of_names(line.lower()))
        for pattern, instead in BANNED.items()
        for found in sorted(
            {
                match[0]
                for read in (line, words_of_names(line))
                for match in re.finditer(pattern, read, re.I)
            }
        )
        if not is_allowed(path, found.lower())
    ]


def instead_of_part(word: str) -> str:
    """What to write instead of a word of BANNED_PARTS."""
    return next(new for part, new in BANNED_PARTS.items() if re.fullmatch(part, word, re.I))


def is_allowed(path: str, word: str) -> bool:
    """Whether a banned word stays in a file."""
    folders = (str(folder) for folder in PurePosixPath(path).parents)
    return (
        (path, word) in ALLOWED
        or any((folder, word) in ALLOWED_BELOW for folder in folders)
        or bool(re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", names_of_sources()))
    )


@cache
def names_of_sources() -> str:
    """The names and codes in the feeds, by the contracts: a source may use any word."""
    found = []
    for path in (ROOT / "contracts").glob("*.odcs.yaml"):
        (table,) = yaml.safe_load(path.read_text(encoding="utf-8"))["schema"]
        for column in table["properties"]:
            found += [column["name"], column.get("physicalName", "")]
            for rule in column.get("quality", []):
                found += map(str, rule.get("arguments", {}).get("validValues", []))
    return words_of_names(" ".join(found).lower())


def checked_files(root: Path) -> Iterator[tuple[str, str]]:
    """The files of PATHS except the excluded ones, with their content."""
    for start in PATHS:
        top = root / start
        files = sorted(path for path in top.rglob("*") if path.is_file()) if top.is_dir() else [top]
        for path in files:
            name = path.relative_to(root).as_posix()
            if path.suffix in KINDS and not name.startswith(EXCLUDED):
                yield name, path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def nodes(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Models, seeds and snapshots by name."""
    kinds = ("model", "seed", "snapshot")
    return {
        node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] in kinds
    }


@pytest.fixture(scope="module")
def macros(manifest: dict[str, Any]) -> dict[str, str]:
    """The project's macros by name, with their text."""
    return {
        macro["name"]: macro["macro_sql"]
        for macro in manifest["macros"].values()
        if macro["package_name"] == "customer_360"
    }


def test_every_term_names_a_table_or_column_that_exists(root: Path, nodes, macros) -> None:
    places = terms((root / GLOSSARY).read_text(encoding="utf-8"))
    assert len(places) > 50
    assert [term for term, found in places.items() if not found] == []
    missing = {term: list(missing_places(found, nodes, macros)) for term, found in places.items()}
    assert {term: found for term, found in missing.items() if found} == {}


def test_a_term_has_one_meaning(root: Path) -> None:
    rows = [row["term"] for row in ROW.finditer((root / GLOSSARY).read_text(encoding="utf-8"))]
    names = [name for name in rows if name != "term" and set(name) != {"-"}]
    assert sorted(names) == sorted(set(names))


def test_every_folder_of_the_project_is_checked(root: Path) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("a copy without git has no list of its files")
    files = [path for line in listed.stdout.splitlines() if (path := PurePosixPath(line)).suffix]
    folders = {path.parts[0] for path in files if len(path.parts) > 1 and path.suffix in KINDS}
    assert "models" in folders
    assert folders - set(PATHS) == set()


def test_files_have_no_banned_words(root: Path) -> None:
    wrong = [word for path, text in checked_files(root) for word in banned_words(path, text)]
    assert wrong == []


@pytest.mark.parametrize(
    "place",
    ["no_such_model", "dim_customer.no_such_column", "processed_loads.no_such_column"],
)
def test_a_missing_place_is_detected(nodes, macros, place: str) -> None:
    assert list(missing_places([place], nodes, macros)) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "The key is told anew.",
        "The golden customer of today",
        "Touched records",
        "no load dates",
        "It is no view",
        "def apply_damages(row):",
        "def null_texts():",
        "blanks_around = 1",
        "told_at: timestamp",
        "max(is_birth_record_come)",
        "has an unexpected file name ending",
        "The kind of file",
        "A text of 100 letters",
        "a file with another name than its feed",
        "other columns than the contract",
        "what a delivery says of a key",
        "It is refused, too.",
        "put in the place of the file",
        "Number of the order.",
        "The keys are one.",
        "once more, beside the file",
        "The batch has not come.",
    ],
)
def test_a_banned_word_is_detected(text: str) -> None:
    assert banned_words("docs/x.md", text) != []


def test_a_plain_text_has_no_banned_words() -> None:
    text = "The current golden customer, rebuilt at load time; there is no other."
    assert banned_words("docs/x.md", text) == []
    text = "BOOKED_AT, other than the key, a text column, ending with a line break."
    assert banned_words("docs/x.md", text) == []
