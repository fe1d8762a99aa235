"""Scoring of record pairs with the committed model, from raw text to tier and guard."""

from __future__ import annotations

from itertools import combinations

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from mdm import (
    pairs_of_records,
    records_of_contents,
    score_pairs,
    score_slices,
    to_relation,
    to_slices,
)
from mdm.match_model import read_parameters
from mdm.score.guards import lower_tiers
from mdm.score.pairs import WEIGHT_FIELDS

ANN = {"first_name": "Ann", "last_name": "Bohnbach"}
HOME = {"address": "5 Elm Road", "city": "Leeds", "postcode": "LS1 4AB"}
MAIL = {"email": "a@x.de"}
DE_TAX, OTHER_TAX = "DE811234567", "DE294400178"


@pytest.fixture(scope="session")
def score_all(prepared, reference):
    """A function that scores pairs of records given as dicts, each pair separately."""

    def run(*pairs):
        rows = [
            {"uid": f"{number:03d}{side}", **record}
            for number, pair in enumerate(pairs)
            for side, record in zip("lr", pair, strict=True)
        ]
        uids = [row["uid"] for row in rows]
        ends = {f"{kind}_{side}": uids["lr".index(side)::2]
                for kind in ("version_id", "record_id") for side in "lr"}  # fmt: skip
        table = pd.DataFrame(ends).assign(known_from="1900-01-01", known_to="9999-12-31")
        tables = (reference["match_model_parameters"], reference["name_frequencies"])
        scored = score_pairs(table, prepared(*rows).records, *tables, backend="jellyfish")
        return [row for _, row in scored.iterrows()]

    return run


@pytest.fixture(scope="session")
def score(score_all):
    """A function that scores two records given as dicts."""
    return lambda left, right: score_all((left, right))[0]


CASES = [
    ("AUTO_MERGE", None, ANN | {"email": "a@x.de"}, ANN | {"email": "A@x.de"}),
    ("AUTO_MERGE", None, ANN | {"phone": "030 1234567"}, ANN | {"phone": "+49 30 1234567"}),
    ("AUTO_MERGE", None, {"email": "a@x.de", "phone": "030 1234567"},
     {"email": "a@x.de", "phone": "0049301234567"}),
    ("AUTO_MERGE", None, ANN | HOME, {"full_name": "Bohnbach, Ann"} | HOME),
    ("AUTO_MERGE", None, {"org_name": "Acme Tools GmbH"} | HOME, {"org_name": "ACME TOOLS"} | HOME),
    ("AUTO_MERGE", None, ANN | {"birth_date": "1980-04-01"}, ANN | {"birth_date": "1980-01-04"}),
    ("REVIEW", "ONE_FIELD", {"email": "a@x.de"}, {"email": "a@x.de"}),
    ("REVIEW", "ONE_FIELD", ANN, ANN),
    ("REVIEW", "ONE_FIELD", HOME | {"phone": "030 1234567"}, HOME | {"phone": "030 1234567"}),
    ("REVIEW", "HOUSEHOLD", ANN | HOME, {"first_name": "Peter", "last_name": "Bohnbach"} | HOME),
    ("REVIEW", "HOUSEHOLD", ANN | HOME, {"last_name": "Bohnbach"} | HOME),
    ("REVIEW", "HOUSEHOLD", ANN | HOME | {"birth_date": "1950-07-12"},
     ANN | HOME | {"birth_date": "1984-02-28"}),
    ("REVIEW", "CONFLICT", {"org_name": "Acme", "national_id": DE_TAX} | HOME,
     {"org_name": "Acme", "national_id": OTHER_TAX} | HOME),
    ("REVIEW", "CONFLICT",
     ANN | HOME | {"birth_date": "1950-07-12", "national_id": "7719204"} | MAIL,
     ANN | HOME | {"birth_date": "1984-02-28", "national_id": "3380561"} | MAIL),
    ("REVIEW", "SWITCHBOARD",
     {"org_name": "Acme Medical Tools", "phone": "030 1234567", "address": "5 Elm Road"},
     {"org_name": "Acme Garden Tools", "phone": "030 1234567", "address": "77 Harbour Lane"}),
    ("NO_MATCH", "ONE_FIELD", ANN | HOME, {"first_name": "Otto", "last_name": "Kruger"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def scored_cases(score_all):
    return score_all(*(case[2:] for case in CASES))


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_pair_gets_its_tier_and_guard(scored_cases, number):
    tier, guard, *_ = CASES[number]
    scored = scored_cases[number]
    assert (scored["tier"], scored["guard_code"]) == (tier, guard), scored["reasons"]


def test_the_score_is_the_probability_of_the_total_weight(score):
    scored = score(ANN | HOME, ANN | HOME)
    bits = sum(scored[f"match_weight_{field}"] for field in WEIGHT_FIELDS)
    assert scored["match_score"] == pytest.approx(1 / (1 + 2**-bits))


def test_a_rare_name_weighs_more_than_a_common_one(score_all):
    common = {"first_name": "Michael", "last_name": "Smith"}
    rare = {"first_name": "Ottokar", "last_name": "Przybylski"}
    of_rare, of_common = score_all((rare, rare), (common, common))
    assert of_rare["match_weight_name"] > of_common["match_weight_name"] + 3


def test_a_missing_field_has_no_weight(score):
    scored = score(ANN | HOME, ANN)
    assert (
        scored["match_weight_address"],
        scored["match_weight_city"],
        scored["match_weight_email"],
    ) == (0, 0, 0)


def test_swapped_names_agree(score_all):
    swapped = {"first_name": "Bohnbach", "last_name": "Ann"}
    of_swapped, of_same = score_all((ANN, swapped), (ANN, ANN))
    assert 0 < of_swapped["match_weight_name"] < of_same["match_weight_name"]


def test_reasons_are_readable(score):
    scored = score(ANN | HOME, {"first_name": "Anna", "last_name": "Bohnbach"} | HOME)
    expected = "same first name by nickname; same last name; same address; same city; same postcode"
    assert scored["reasons"] == expected


def test_the_rule_score_reaches_90_percent_within_one_source(score_all):
    full = ANN | HOME | {"email": "a@x.de", "phone": "030 1234567"}
    one, other = full | {"source": "A"}, full | {"source": "B"}
    within, across = score_all((one, one), (one, other))
    assert within["rule_score"] == pytest.approx(0.9)
    assert across["rule_score"] == pytest.approx(1.0)


NAMES = ["Ann Bohnbach", "Bohnbach Ann", "Anne Bohnbach", "Bonbach Ann", "A Bohnbach", "Bohnbach A",
         "Ann Boh", "Robert Roberts", "Roberts Bob", "Takahashi Takuma", "Takuma Kobayashi",
         "Kobayashi T", "Takuma"]  # fmt: skip
SIDES = ("record_id_l", "record_id_r", "version_id_l", "version_id_r")


def test_a_pair_has_the_same_score_in_either_order(score_all):
    """Also where the first name of one person is similar to the last name of the other."""
    people = [dict(zip(("first_name", "last_name"), name.split(), strict=False)) for name in NAMES]
    people = [person | HOME | MAIL for person in people]
    pairs = list(combinations(people, 2))
    scored = score_all(*pairs, *((right, left) for left, right in pairs))
    found = [row.drop(list(SIDES)).to_dict() for row in scored]
    assert found[: len(pairs)] == found[len(pairs) :]
    assert sum("swapped" in row["reasons"] for row in scored) > 10


SHORTENED = [
    ("J.-P. Lefevre", "Jean-Pierre Lefevre", "first name shortened"),
    ("J. T. Lefevre", "Juliette Lefevre", "first name shortened"),
    ("JW Lefevre", "Jan-Willem Lefevre", "first name shortened"),
    ("J. T. Lefevre", "Jean-Pierre Lefevre", "different first name"),
    ("Lefevre Bob", "Robert Lefevre", "same first name by nickname"),
]


def test_initials_and_nicknames_of_swapped_names_are_read(score_all):
    people = [[{"full_name": name} | HOME | MAIL for name in pair[:2]] for pair in SHORTENED]
    for scored, (*_, expected) in zip(score_all(*people), SHORTENED, strict=True):
        assert expected in scored["reasons"]


@pytest.mark.parametrize("tier", ["AUTO_MERGE", "REVIEW", "NO_MATCH"])
@pytest.mark.parametrize("guard", [None, "CONFLICT", "HOUSEHOLD", "SWITCHBOARD", "ONE_FIELD"])
def test_a_guard_never_raises_a_tier(tier, guard):
    ranks = ["NO_MATCH", "REVIEW", "AUTO_MERGE"]
    lowered = lower_tiers(pd.Series([tier]).to_numpy(object), pd.Series([guard]).to_numpy(object))[
        0
    ]
    assert ranks.index(lowered) <= ranks.index(tier)
    assert lowered != "AUTO_MERGE" or guard is None


def test_unknown_versions_and_records_stop_scoring(prepared, reference):
    ready = prepared({"uid": "1", **ANN}, {"uid": "2", **ANN})
    parameters = reference["match_model_parameters"]
    with pytest.raises(ValueError, match="version '99' has no parameters"):
        score_pairs(ready.pairs, ready.records, parameters, model_version="99")
    with pytest.raises(ValueError, match="no record has"):
        score_pairs(ready.pairs, ready.records.iloc[:1], parameters)
    with pytest.raises(ValueError, match="not unique"):
        score_pairs(ready.pairs, pd.concat([ready.records] * 2), parameters)


def test_no_pairs_give_an_empty_table_with_all_columns(prepared, reference):
    ready = prepared({"uid": "1", **ANN}, {"uid": "2", "email": "x@y.de"})
    scored = score_pairs(ready.pairs, ready.records, reference["match_model_parameters"])
    assert len(scored) == 0
    assert {"match_score", "tier", "guard_code", "reasons"} <= set(scored.columns)


def test_a_number_missing_from_a_version_is_reported(reference):
    parameters = reference["match_model_parameters"]
    model = read_parameters(parameters[parameters["field"] != "links_apart"])
    with pytest.raises(ValueError, match="model '2' has no limit 'links_apart'"):
        model.limits["links_apart"]


@pytest.fixture
def namesakes(prepared):
    """Records that are all candidates of each other."""
    return prepared(*({"uid": str(number), **ANN, "city": "Leeds"} for number in range(6)))


def test_slices_score_like_one_table(namesakes, reference, monkeypatch):
    monkeypatch.setattr("mdm.tables.SLICE", 2048)
    tables = (reference["match_model_parameters"], reference["name_frequencies"])
    with duckdb.connect() as reading, reading.cursor() as writing:
        pairs = pd.concat([namesakes.pairs] * 300, ignore_index=True)
        reading.execute("create table candidates as from pairs")
        slices = to_slices(reading.table("candidates"))
        found = score_slices(slices, namesakes.records, *tables)
        writing.register("found", to_relation(found, session=reading))
        writing.execute("create table scored as from found")
        scored = writing.table("scored").order("version_id_l, version_id_r").df()
    expected = score_pairs(pairs, namesakes.records, *tables)[list(scored.columns)]
    assert len(scored) > 2 * 2048
    pd.testing.assert_frame_equal(scored, expected, check_dtype=False)


def test_a_slice_is_scored_only_on_demand(namesakes, reference):
    unknown = namesakes.pairs.assign(version_id_l="nobody")
    scored = score_slices(
        [namesakes.pairs, unknown], namesakes.records, reference["match_model_parameters"]
    )
    assert len(next(scored)) == len(namesakes.pairs)
    with pytest.raises(ValueError, match="no record has"):
        next(scored)


def test_no_pairs_give_an_empty_relation_with_all_columns(prepared, reference):
    ready = prepared({"uid": "1", **ANN}, {"uid": "2", "email": "x@y.de"})
    connection = duckdb.connect()
    connection.register("pairs", ready.pairs)
    slices = to_slices(connection.sql("select version_id_l, version_id_r from pairs limit 0"))
    found = score_slices(slices, ready.records, reference["match_model_parameters"])
    reader = to_relation(found, session=connection)
    assert {"match_score", "tier", "guard_code", "reasons"} <= set(reader.schema.names)
    assert reader.read_all().num_rows == 0


@pytest.mark.parametrize(("pairs", "found"), [("", {"a": "Ann", "b": "Bo"}), (" limit 0", {})])
def test_each_content_of_the_pairs_is_read_once(pairs, found, monkeypatch):
    monkeypatch.setattr("mdm.tables.SLICE", 2)
    records = """
        select * from (
            values ('1', 'a', 'Ann'), ('2', 'c', 'Cy'), ('3', 'b', 'Bo'), ('4', 'a', 'Ann')
        ) as records (version_id, content_id, first_name)
    """
    with duckdb.connect() as connection:
        contents = records_of_contents(
            connection.sql(records),
            ["first_name"],
            connection.sql("select 'a' as version_id_l, 'b' as version_id_r" + pairs),
        )
    assert dict(zip(contents["version_id"], contents["first_name"], strict=True)) == found


def test_pairs_of_records_that_are_gone_are_left_out():
    """A partial run refreshes the records and leaves the list of their pairs as it was."""
    pairs = pd.DataFrame({"version_id_l": ["a", "a", "x"], "version_id_r": ["b", "x", "b"]})
    records = pd.DataFrame({"version_id": ["a", "b"]})
    (found,) = pairs_of_records([pairs], records)
    assert found.values.tolist() == [["a", "b"]]


class Snowpark:
    """The part of a Snowpark relation and session that the models use: no rows give no batch."""

    def __init__(self, *slices):
        self.slices, self.statements, self.written = slices, [], []

    def limit(self, count):
        return pa.Table.from_pandas(self.slices[0].head(count))

    def to_pandas_batches(self):
        return iter([part for part in self.slices if len(part)])

    def create_dataframe(self, frame):
        raise AssertionError("one table for all slices")

    def sql(self, statement):
        self.statements.append(statement)
        return self

    def collect(self):
        return []

    def write_pandas(self, frame, name):
        self.written.append(frame)

    def table(self, name):
        return name


@pytest.mark.parametrize("count", [0, 4])
def test_slices_are_written_one_by_one_to_a_typed_table_of_snowpark(namesakes, reference, count):
    pairs = namesakes.pairs.iloc[: 2 * count]
    upper = pairs.rename(columns=str.upper)
    relation = Snowpark(upper.iloc[:count], upper.iloc[count:])
    parameters = reference["match_model_parameters"]
    found = score_slices(to_slices(relation), namesakes.records, parameters)
    table = to_relation(found, session=relation)
    (created,) = relation.statements
    assert created.startswith(f"create or replace temporary table {table} (version_id_l varchar, ")
    assert "match_score float" in created
    assert [len(part) for part in relation.written] == [4, 4][: 2 * count]
    expected = score_pairs(pairs, namesakes.records, parameters).rename(columns=str.upper)
    if relation.written:
        written = pd.concat(relation.written, ignore_index=True)
        pd.testing.assert_frame_equal(
            written, expected[list(written.columns)], check_dtype=False, check_categorical=False
        )


def test_dates_are_typed_even_without_rows():
    reader = to_relation(pd.DataFrame(columns=["record_id", "day"]), session=None, dates=["day"])
    assert [str(field.type) for field in reader.schema] == ["string", "date32[day]"]
