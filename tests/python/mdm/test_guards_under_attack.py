"""Inputs designed to merge different parties or to form too many pairs: guards prevent both."""

from __future__ import annotations

import random
import string
import subprocess
import sys
from collections.abc import Callable

import pandas as pd
import pytest

from mdm.match.records import Matched

Rows = list[dict[str, str]]
Match = Callable[[Rows], Matched]
HOME = {"address": "5 Elm Road", "city": "Leeds", "postcode": "LS1 4AB", "phone": "0113 4960000"}
MAIL = {"email": "bohnbach@x.de"}
KARL, LENA = {"first_name": "Karl"}, {"first_name": "Lena"}
OLD, YOUNG = {"birth_date": "1950-05-05"}, {"birth_date": "1980-07-21"}


@pytest.fixture(scope="session")
def match(make_records, model, matched) -> Match:
    """A function that matches records given as dicts with the committed model."""

    def run(rows: Rows) -> Matched:
        return matched(make_records(*rows), model)

    return run


@pytest.fixture(scope="module")
def match_cases(match: Match) -> Callable[..., dict[str, tuple]]:
    """A function that matches two records per case together and returns the pair of each case.

    Records of other cases do not affect a pair, and one run is faster than twenty.
    """

    def run(cases: dict[str, tuple[dict, dict]]) -> dict[str, tuple]:
        rows = [
            {"uid": f"{name} {side}", **row}
            for name, pair in cases.items()
            for side, row in zip("12", pair, strict=True)
        ]
        pairs = match(rows).pairs.set_index(["uid_l", "uid_r"])[["tier", "guard_code"]]
        found = {name: (f"{name} 1", f"{name} 2") for name in cases}
        return {name: tuple(pairs.loc[ends]) for name, ends in found.items()}

    return run


def strangers(count: int, seed: int = 5) -> Rows:
    """Unrelated people: random rare names, no address."""
    draw = random.Random(seed)

    def word(syllables: int) -> str:
        sounds = (draw.choice("bcdfghklmnprstvw") + draw.choice("aeiou") for _ in range(syllables))
        return "".join(sounds).title() + draw.choice(["", "n", "r", "s"])

    return [
        {"uid": f"{n:05d}", "first_name": word(draw.randint(2, 3)), "last_name": word(4)}
        for n in range(count)
    ]


def pair_ids(matched: Matched) -> set[tuple[str, str]]:
    return set(zip(matched.pairs["uid_l"], matched.pairs["uid_r"], strict=True))


def auto_ids(matched: Matched) -> set[tuple[str, str]]:
    auto = matched.pairs[matched.pairs["tier"] == "AUTO_MERGE"]
    return set(zip(auto["uid_l"], auto["uid_r"], strict=True))


def owners(matched: Matched) -> dict[str, str]:
    return dict(zip(matched.clusters["uid"], matched.clusters["customer_uid"], strict=True))


def test_people_who_share_a_switchboard_are_not_merged(match: Match) -> None:
    people = strangers(2_000)
    alone = match(people)
    together = match([person | {"phone": "+49 30 123 4567"} for person in people])
    assert pair_ids(together) == pair_ids(alone)
    assert auto_ids(together) == auto_ids(alone)
    assert len(set(owners(together).values())) == len(set(owners(alone).values()))


# What a fifth of the rows share -> the key type that is reported, None if the value is masked.
BLOCKS = {
    "one mailbox": ({"email": "contact@portal.example"}, None),
    "one mailbox name": ({"email": "contact@{n}.example"}, "email_local"),
    "one address": ({"address": "1 Station Square"}, None),
    "one birth date": ({"birth_date": "1971-03-09"}, None),
    "one birth day and place": (
        {"birth_date": "{year}-03-09", "postcode": "89073"},
        "birthday_postcode",
    ),
    "one id number": ({"national_id": "DE123454321"}, None),
}


@pytest.fixture(scope="module")
def people() -> Rows:
    return strangers(1_000)


@pytest.fixture(scope="module")
def pairs_of_people(match: Match, people: Rows) -> int:
    return len(pair_ids(match(people)))


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_with_a_fifth_of_all_rows_forms_no_pairs(
    match: Match, people: Rows, pairs_of_people: int, block: str
) -> None:
    shared, capped = BLOCKS[block]
    crowd = [
        person | {key: text.format(n=n, year=1930 + n % 70) for key, text in shared.items()}
        for n, person in enumerate(people[:200])
    ]
    matched = match(crowd + people[200:])
    # 200 records make 19,900 pairs.
    assert len(pair_ids(matched)) < pairs_of_people + 10 * len(crowd)
    reported = matched.capped_keys.set_index("key_type")
    assert (capped in reported.index) == (capped is not None)
    if capped:
        assert reported.loc[capped, "record_count"] == 200
        assert reported.loc[capped, "predicted_pairs"] == 19_900


MEASURED = """
import resource, sys
import pandas as pd
from mdm.standardise.records import RECORD_COLUMNS
from mdm.block.candidates import prepare
from mdm.seeds import read_reference
frame = pd.read_parquet(sys.argv[1]).reindex(columns=["uid", *RECORD_COLUMNS]).astype("string")
ready = prepare(frame, read_reference())
print(len(ready.pairs), len(ready.capped_keys), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.long
def test_a_block_with_a_fifth_of_all_rows_needs_little_memory(tmp_path) -> None:
    """15,000 rows, 3,000 of them in one block, which would form 4.5 million pairs."""
    people = strangers(15_000)
    own = [p | {"email": f"{p['last_name']}{n}@{n}.example"} for n, p in enumerate(people)]
    crowd = [p | {"email": f"contact@{n}.example"} for n, p in enumerate(people[:3_000])]
    figures = {}
    for name, rows in (("own", own), ("crowd", crowd + own[3_000:])):
        path = tmp_path / f"{name}.parquet"
        pd.DataFrame(rows).to_parquet(path)
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True
        )
        figures[name] = tuple(map(int, done.stdout.split()[-3:]))
    assert figures["crowd"][1] == figures["own"][1] + 1
    assert figures["crowd"][0] <= figures["own"][0] * 1.05
    # 4.5 million pairs would take several hundred megabytes more.
    assert figures["crowd"][2] <= figures["own"][2] * 1.1 + 50_000


PLACEHOLDERS = {
    "email": "given@nowhere.example",
    "phone": "0800 7007001",
    "address": "1 Nowhere Lane",
    "national_id": "DE123454321",
    "birth_date": "1971-03-09",
}


def namesakes(field: str) -> Rows:
    """Two people with one rare name who share a value of a field."""
    name = {"first_name": "Annabel", "last_name": f"Lee{field.replace('_', '')}wright"}
    return [{"uid": f"{field} {n}", **name, field: PLACEHOLDERS[field]} for n in (1, 2)]


def test_a_value_shared_by_many_is_not_evidence(match: Match, reference) -> None:
    """Two Annabels with a mailbox of their own are one customer, with a shared one two."""
    listed = set(reference["placeholder_values"]["value"].str.lower())
    for value in PLACEHOLDERS.values():
        assert listed.isdisjoint([value.lower(), *value.lower().split("@")])
    couples = [row for field in PLACEHOLDERS for row in namesakes(field)]
    both = {(f"{field} 1", f"{field} 2") for field in PLACEHOLDERS}
    assert auto_ids(match(couples)) == both
    people = iter(strangers(60 * len(PLACEHOLDERS)))
    crowd = [
        next(people) | {field: PLACEHOLDERS[field]} for field in PLACEHOLDERS for _ in range(60)
    ]
    matched = match(couples + crowd)
    assert auto_ids(matched) == set()
    pairs = matched.pairs.set_index(["uid_l", "uid_r"])
    assert [pairs.loc[(f"{f} 1", f"{f} 2"), f"match_weight_{f}"] for f in PLACEHOLDERS] == [0] * 5


@pytest.mark.parametrize(
    "between",
    [
        {},
        {"email": "acme@acme.example"},
        {"email": "acme@acme.example", "national_id": "DE811234576"},
    ],
    ids=["no third record", "a third without id", "a third with a slip in the id"],
)
def test_two_verified_tax_ids_are_never_one_customer(match: Match, between) -> None:
    company = {"org_name": "Acme Tools GmbH", **HOME, "email": "acme@acme.example"}
    rows = [
        {"uid": "1", **company, "national_id": "DE811234567"},
        {"uid": "2", **company, "national_id": "DE294400178"},
    ]
    if between:
        rows += [{"uid": str(n), **company, **between} for n in range(3, 9)]
    found = owners(match(rows))
    assert found["1"] != found["2"]
    assert not between or found["3"] in (found["1"], found["2"])


def chain(length: int) -> Rows:
    """Each record differs from the next by a typing error in name, mailbox and id number."""
    letters = string.ascii_lowercase + string.ascii_lowercase
    return [
        {
            "uid": f"{n:02d}",
            "first_name": "Maria",
            "last_name": "K" + letters[n : n + 6],
            "email": f"{letters[n : n + 8]}@post.example",
            "phone": f"030 {1234500 + n}",
            "address": f"{n + 1} Linden Road",
            "city": "Ulm",
            "postcode": "89073",
            "national_id": f"DE{(n // 5 + 2) * 123456789 % 999999937:09d}" if n % 5 == 0 else None,
        }
        for n in range(length)
    ]


def test_the_ends_of_a_chain_of_near_duplicates_are_two_customers(match: Match) -> None:
    """Every link looks like one person; five links later, a verified id contradicts the first."""
    matched = match(chain(26))
    found = owners(matched)
    links = {(f"{n:02d}", f"{n + 1:02d}") for n in range(25)}
    assert len(links & auto_ids(matched)) > 20
    assert len({found[f"{n:02d}"] for n in range(0, 26, 5)}) == 6
    assert max(pd.Series(found).value_counts()) <= 9


def plain_chain(length: int, alike: int) -> Rows:
    """Each record resembles the next `alike`; only distance is evidence against the others."""
    draw = random.Random(3)
    letters = "".join(draw.choice(string.ascii_lowercase) for _ in range(length + 8))
    width = {1: 5, 2: 8}[alike]
    return [
        {
            "uid": f"{n:03d}",
            "first_name": "Maria",
            "last_name": "K" + letters[n : n + width],
            "email": f"{letters[n : n + width]}@post.example",
            "city": "Ulm",
            "postcode": "89073",
        }
        for n in range(length)
    ]


def links_between(matched: Matched, start: str) -> dict[str, int]:
    """The number of AUTO_MERGE pairs between one record of a customer and each of the others."""
    found = owners(matched)
    ends = [pair for pair in auto_ids(matched) if found[pair[0]] == found[pair[1]]]
    reached, newest, steps = {start: 0}, {start}, 0
    while newest:
        steps += 1
        newest = {b for pair in ends for a, b in (pair, pair[::-1]) if a in newest} - set(reached)
        reached |= dict.fromkeys(newest, steps)
    return reached


@pytest.mark.parametrize("length", [10, 26, 60])
@pytest.mark.parametrize("alike", [1, 2])
def test_a_chain_without_contradiction_is_cut(match, model, length, alike):
    matched = match(plain_chain(length, alike))
    assert {(f"{n:03d}", f"{n + 1:03d}") for n in range(length - 1)} <= auto_ids(matched)
    assert matched.pairs["guard_code"].isna().all()
    found = owners(matched)
    far = {uid: links_between(matched, uid) for uid in found}
    assert 1 <= max(max(steps.values()) for steps in far.values()) <= model.limits["links_apart"]
    customers = pd.Series(found)
    assert all(set(customers.index[customers == found[uid]]) == set(far[uid]) for uid in found)
    assert 1 < customers.value_counts().max() <= 9


def test_order_of_records_does_not_change_where_a_chain_is_cut(match: Match) -> None:
    rows = plain_chain(40, 1)
    expected = owners(match(rows))
    for seed in range(3):
        shuffled = random.Random(seed).sample(rows, len(rows))
        others = [{**row, "uid": f"x{row['uid']}"} for row in strangers(50)]
        found = owners(match(others + shuffled))
        assert {uid: found[uid] for uid in expected} == expected


def test_records_that_all_match_each_other_are_one_customer(match: Match) -> None:
    rows = [plain_chain(1, 1)[0] | {"uid": f"{n:03d}"} for n in range(60)]
    assert len(set(owners(match(rows)).values())) == 1


HOUSEHOLDS = {
    "spouses": (KARL, LENA),
    "spouses with one mailbox": (KARL | MAIL, LENA | MAIL),
    "twins": (LENA | OLD, {"first_name": "Maximilian"} | OLD),
    "twins of like names": (LENA | OLD, {"first_name": "Lisa"} | OLD),
    "father and son of one name": (KARL | OLD, KARL | YOUNG),
    "father and son with one mailbox": (KARL | OLD | MAIL, KARL | YOUNG | MAIL),
    "one of them without a first name": (KARL, {}),
    "brother and sister of like names": ({"first_name": "Paul"}, {"first_name": "Paula"}),
    "brother and sister with one mailbox": (
        {"first_name": "Daniel"} | MAIL,
        {"first_name": "Daniela"} | MAIL,
    ),
    "brothers of like names": ({"first_name": "Tim"}, {"first_name": "Tom"}),
    "husband and wife of one initial": ({"first_name": "Mr K"}, {"first_name": "Mrs K"}),
    "husband and wife with one mailbox": (
        {"first_name": "Herr"} | MAIL,
        {"first_name": "Frau"} | MAIL,
    ),
    "two names with a mailbox of a role": (
        {"first_name": "Tim", "email": "info@x.de"},
        {"first_name": "Tom", "email": "info@x.de"},
    ),
    "Mario and Maria": ({"first_name": "Mario"}, {"first_name": "Maria"}),
}


def test_a_household_is_not_one_customer(match_cases) -> None:
    surname = {"last_name": "Bohnbach"} | HOME
    cases = {name: tuple(surname | one for one in pair) for name, pair in HOUSEHOLDS.items()}
    assert match_cases(cases) == dict.fromkeys(HOUSEHOLDS, ("REVIEW", "HOUSEHOLD"))


GENERATIONS = {
    "words after the last name": (
        {"first_name": "Karl", "last_name": "Bohnbach Sr."},
        {"first_name": "Karl", "last_name": "Bohnbach Jr."},
    ),
    "whole names": ({"full_name": "Karl Bohnbach Sr"}, {"full_name": "Karl Bohnbach, Jr."}),
    "last name first": ({"full_name": "Bohnbach Sr., Karl"}, {"full_name": "Bohnbach, Karl Jr."}),
    "one each way": ({"full_name": "Bohnbach, Karl Jr."}, {"first_name": "Karl",
                                                         "last_name": "Bohnbach Senior"}),
    "numbers": ({"full_name": "Karl Bohnbach II"}, {"full_name": "Karl Bohnbach III"}),
    "one mailbox": ({"full_name": "Karl Bohnbach Sr", **MAIL},
                    {"full_name": "Karl Bohnbach Jr", **MAIL}),
    "other birth dates": ({"full_name": "Karl Bohnbach Sr", **OLD},
                          {"full_name": "Karl Bohnbach Jr", **YOUNG}),
    "only one has a word": ({"full_name": "Karl Bohnbach"}, {"full_name": "Karl Bohnbach Jr"}),
}  # fmt: skip


def test_senior_and_junior_at_one_address_are_two_customers(match_cases) -> None:
    cases = {name: tuple(HOME | one for one in pair) for name, pair in GENERATIONS.items()}
    assert match_cases(cases) == dict.fromkeys(GENERATIONS, ("REVIEW", "GENERATION"))


# Two people whose names differ where lists of names, titles and particles do not reach.
STRANGERS = {
    "two Vietnamese names": ({"full_name": "Nguyễn Văn Tuấn"}, {"full_name": "Nguyễn Văn Tiến"}),
    "two second last names": (KARL | {"last_name": "Ruiz García"},
                              KARL | {"last_name": "Ruiz Pérez"}),
    "unlisted words for generations": ({"full_name": "Karl Bohnbach ml."},
                                       {"full_name": "Karl Bohnbach st."}),
    "one character in another script": ({"full_name": "محمد علي"}, {"full_name": "محمود علي"}),
    "a particle as first name": ({"full_name": "Ter Bohnbach"}, {"full_name": "Lena Bohnbach"}),
    "a placeholder as first name": ({"full_name": "Bohnbach, Na"}, {"full_name": "Bohnbach, Lena"}),
    "courtesy behind the name": ({"full_name": "山田太郎様"}, {"full_name": "山田花子様"}),
}  # fmt: skip


def test_two_people_in_one_home_stay_apart_even_if_no_list_has_their_names(match_cases) -> None:
    cases = {
        name: tuple(HOME | {"phone": f"0113 49{n}77"} | one for one in pair)
        for n, (name, pair) in enumerate(STRANGERS.items(), start=200)
    }
    assert match_cases(cases) == dict.fromkeys(STRANGERS, ("REVIEW", "HOUSEHOLD"))


def test_one_street_in_two_countries_is_not_one_home(match_cases) -> None:
    named = KARL | {"last_name": "Bohnbach", "address": "Main Street 5"}
    austria = {"postcode": "1010", "country": "AT", "city": "Wien"}
    new_zealand = {"postcode": "1010", "country": "NZ", "city": "Auckland"}
    cases = {"one postcode": (named | austria, named | new_zealand)}
    assert match_cases(cases)["one postcode"][0] != "AUTO_MERGE"


PROVEN = dict(
    zip(
        ("both Jr.", "one birth date", "one mailbox", "Junior is the first name"),
        [
            (
                {"full_name": "Karl Bohnbach Jr."},
                {"first_name": "Karl", "last_name": "Bohnbach Junior"},
            ),
            ({"full_name": "Karl Bohnbach Jr.", **YOUNG}, {"full_name": "Karl Bohnbach", **YOUNG}),
            ({"full_name": "Karl Bohnbach Jr.", **MAIL}, {"full_name": "Karl Bohnbach", **MAIL}),
            ({"first_name": "Junior", "last_name": "Bohnbach"}, {"full_name": "Junior Bohnbach"}),
        ],
        strict=True,
    )
)


def test_one_person_with_and_without_junior_is_merged(match_cases) -> None:
    cases = {name: tuple(HOME | one for one in pair) for name, pair in PROVEN.items()}
    assert {name: tier for name, (tier, _) in match_cases(cases).items()} == dict.fromkeys(
        PROVEN, "AUTO_MERGE"
    )


# Without a name on both sides: similar contacts are those of neighbours and colleagues.
NAMELESS = {
    "similar mailboxes": ({"email": "sales.berlin@x{n}.de"}, {"email": "sale.berlin@x{n}.de"}),
    "similar numbers": (
        {"email": "k.muellerr@x{n}.de", "phone": "0113 4960{n}3"},
        {"email": "k.muellers@x{n}.de", "phone": "0113 4960{n}8"},
    ),
    "a birth date and a home": ({"address": "{n} Elm Road", **OLD},) * 2,
    "a name on one side": (
        {"email": "sales.berlin@x{n}.de", **KARL},
        {"email": "sale.berlin@x{n}.de"},
    ),
}


def test_records_without_a_name_need_one_contact_that_is_the_same(match_cases) -> None:
    cases = {
        f"{name}{more}": tuple(
            {"city": f"Leeds{n}", **extra, **{key: text.format(n=n) for key, text in one.items()}}
            for one in pair
        )
        for n, (name, pair) in enumerate(NAMELESS.items(), start=100)
        for more, extra in (("", {}), (" and one phone", {"phone": f"0113 49{n}55"}))
    }
    # Two similar numbers are not one.
    del cases["similar numbers and one phone"]
    found = match_cases(cases)
    for name, (tier, guard) in found.items():
        expected = ("AUTO_MERGE", None) if name.endswith("one phone") else ("REVIEW", "ONE_FIELD")
        assert (name, tier, guard) == (name, *expected)


def test_a_personal_mailbox_does_not_hide_the_guard_of_an_unlikely_pair(match_cases) -> None:
    mail = {"email": "katharina.wagner@x.de"}
    named = {"first_name": "Katharina", "last_name": "Wagner", "phone": "0113 4960000", **mail}
    cases = {
        "another phone": (named, {"phone": "0171 7654321", **mail}),
        "no phone": (named, mail),
    }
    assert match_cases(cases) == {
        "another phone": ("NO_MATCH", "ONE_FIELD"),
        "no phone": ("REVIEW", None),
    }


DESK = {"phone": "+44 113 49{n}55 ext 10"}, {"phone": "0113 49{n}55 x22"}
DESKS = {
    "people of one name": ((KARL | {"last_name": "Bohnbach"},) * 2, ("REVIEW", "ONE_FIELD")),
    "people with one mailbox": (
        (KARL | {"last_name": "Bohnbach", "email": "karl@x{n}.de"},) * 2,
        ("AUTO_MERGE", None),
    ),
    "a company": (
        ({"org_name": "Bohnbach Tools", "postcode": "890{n}"},) * 2,
        ("AUTO_MERGE", None),
    ),
}


def test_two_extensions_of_a_switchboard_do_not_merge_two_people(match_cases) -> None:
    cases = {
        name: tuple(
            {key: text.format(n=n) for key, text in {"country": "GB", **one, **desk}.items()}
            for one, desk in zip(pair, DESK, strict=True)
        )
        for n, (name, (pair, _)) in enumerate(DESKS.items(), start=100)
    }
    assert match_cases(cases) == {name: expected for name, (_, expected) in DESKS.items()}
