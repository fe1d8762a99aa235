"""POST /match gives a pair the score that the warehouse stores for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from lookup_client import Service

from lookup.questions import Match, Search
from mdm.score.pairs import WEIGHT_FIELDS
from mdm.standardise.records import RECORD_COLUMNS

WEIGHTS = ", ".join(f"match_weight_{name}" for name in WEIGHT_FIELDS)
# Records of each guard and tier, so that all parts of the score are compared.
CHOSEN = """
    with pairs as (
        select *, hash(version_id_l) as place from business_vault.scored_pairs
        where known_to = date '9999-12-31'
    )
    select distinct record_id_l from pairs
    qualify row_number() over (
        partition by tier, guard_code order by place, version_id_r
    ) <= {most}
    order by record_id_l
"""
STORED = f"""
    select
        case when record_id_l = ? then record_id_r else record_id_l end as other_id,
        match_score, rule_score, tier, guard_code, reasons, model_version, {WEIGHTS}
    from business_vault.scored_pairs
    where known_to = date '9999-12-31' and (record_id_l = ? or record_id_r = ?)
"""
RECORD = f"""
    select {", ".join(RECORD_COLUMNS)} from business_vault.customer_record_versions
    where known_to = date '9999-12-31' and record_id = ?
"""


def record_of(service: Service, record_id: str) -> dict[str, Any]:
    """A record as its source wrote it."""
    (values,) = service.rows(RECORD, record_id)
    return dict(zip(RECORD_COLUMNS, values, strict=True))


def compared_with_store(service: Service, most: int) -> int:
    """Compare records of each tier and guard with their stored pairs; returns how many pairs."""
    compared = 0
    chosen = [record_id for (record_id,) in service.rows(CHOSEN.format(most=most))]
    records = [record_of(service, record_id) for record_id in chosen]
    # Requests at the same time are answered together, which is cheap.
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(service.match, records))
    for record_id, answer in zip(chosen, answers, strict=True):
        stored = service.rows(STORED, *[record_id] * 3)
        found = answer["candidates"]
        scored = {one["record_id"]: one for one in found if one["record_id"] != record_id}
        assert set(scored) == {row[0] for row in stored}
        for other, score, rule, tier, guard, reasons, version, *weights in stored:
            one = scored[other]
            assert one["match_score"] == pytest.approx(score, abs=1e-12)
            assert one["rule_score"] == pytest.approx(rule, abs=1e-12)
            assert (one["tier"], one["guard"]) == (tier, guard)
            assert one["reasons"] == [reason for reason in reasons.split("; ") if reason]
            assert one["model_version"] == version
            assert list(one["match_weights"].values()) == pytest.approx(weights, abs=1e-9)
            compared += 1
    return compared


def test_a_pair_has_its_stored_score_guard_and_reasons(service: Service) -> None:
    assert compared_with_store(service, most=1) > 30


@pytest.mark.long
def test_many_pairs_have_their_stored_scores(service: Service) -> None:
    assert compared_with_store(service, most=40) > 1_000


def test_a_record_agrees_with_itself_in_all_its_fields(service: Service) -> None:
    ((record_id, *_),) = service.rows(CHOSEN.format(most=1) + " limit 1")
    found = service.match(record_of(service, record_id))["candidates"]
    (same,) = (one for one in found if one["record_id"] == record_id)
    assert set(same["levels"].values()) == {"exact"}
    scores = [one["match_score"] for one in found]
    assert scores == sorted(scores, reverse=True)


def test_requests_answered_together_get_the_same_answers_as_alone(service: Service) -> None:
    snapshot = service.publications.current
    chosen = [record_id for (record_id,) in service.rows(CHOSEN.format(most=1))][:2]
    questions = [
        Match(record_of(service, chosen[0])),
        Search({"name": "Ann Lee", "email": "ann@example.com"}),
        Match(record_of(service, chosen[1])),
    ]
    together = service.answers([(question, snapshot) for question in questions])
    alone = [service.answers([(question, snapshot)])[0] for question in questions]
    assert together == alone
    assert all(together[place] for place in (0, 2))


def test_searches_without_a_match_have_the_same_answers_as_with_one(service: Service) -> None:
    """Searches alone are standardised by a plan of their own, for fewer fields."""
    snapshot = service.publications.current
    found = service.rows(
        "select full_name, email, phone from marts.customer_records where is_current"
        " and full_name is not null and email like '%@%' and length(phone) > 6"
        " order by hash(record_id) limit 12"
    )
    searches = [
        Search({parameter: value})
        for row in found
        for parameter, value in zip(("name", "email", "phone"), row, strict=True)
    ]
    searches += [Search(dict(zip(("name", "email", "phone"), row, strict=True))) for row in found]
    searches += [Search({"name": name}) for name in ("Doe, John", "Müller GmbH", "N/A", "山田 様")]
    ((record_id, *_),) = service.rows(CHOSEN.format(most=1) + " limit 1")
    match = Match(record_of(service, record_id))
    alone = service.answers([(search, snapshot) for search in searches])
    *together, candidates = service.answers([(one, snapshot) for one in (*searches, match)])
    assert alone == together
    assert candidates
    assert sum(map(bool, alone)) > len(searches) // 2
