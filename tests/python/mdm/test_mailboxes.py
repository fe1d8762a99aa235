"""Similar mailboxes of two namesakes are not one mailbox with a typing error."""

from __future__ import annotations

import pytest

from mdm.compare.mailboxes import are_two_mailboxes

JOHN, NOBODY = ("JOHN", "JOHN", "SMITH", "JOHN SMITH"), ("", "", "", "")


def named(first: str, last: str, root: str = "") -> tuple[str, str, str, str]:
    return first, root or first, last, " ".join(sorted([first, last]))


@pytest.mark.parametrize(
    ("local", "other", "owners"),
    [
        ("john.smith1", "john.smith2", (JOHN, JOHN)),
        ("john.smith", "john.smith2", (JOHN, JOHN)),
        ("john_smith", "john.smith", (JOHN, JOHN)),
        ("jsmith84", "jsmith48", (JOHN, JOHN)),
        ("smith.john", "smith.joan", (JOHN, named("JOAN", "SMITH"))),
        ("a.smith", "b.smith", (named("ANN", "SMITH"), named("BOB", "SMITH"))),
        ("william.smith1", "william.smith3", (named("BILL", "SMITH", "WILLIAM"),) * 2),
        ("mmueller56", "mmueller57", (named("MIKE", "MUELLRE"), named("MIKE", "MUELLER"))),
        ("jsmihts", "jsmihts2", (NOBODY, NOBODY)),
        ("acme.tools1", "acme.tools2", (("", "", "", "ACME GMBH TOOLS"),) * 2),
    ],
)
def test_mailboxes_built_from_two_names_are_two(local, other, owners):
    assert are_two_mailboxes(local, other, *owners)
    assert are_two_mailboxes(other, local, *owners[::-1])


@pytest.mark.parametrize(
    ("local", "other", "owners"),
    [
        ("john.smith", "jhon.smith", (JOHN, JOHN)),
        ("john.smith84", "john.smtih84", (JOHN, JOHN)),
        ("stargazer12", "stargazer21", (JOHN, JOHN)),
        ("stargazer", "stargazre", (JOHN, JOHN)),
        ("emma952757", "emma912757", (JOHN, JOHN)),
        ("john.smith1", "john.smith2", (NOBODY, NOBODY)),
    ],
)
def test_a_typing_error_that_no_name_explains_is_one_mailbox(local, other, owners):
    assert not are_two_mailboxes(local, other, *owners)
    assert not are_two_mailboxes(other, local, *owners[::-1])


def john(uid: str, email: str) -> dict[str, str]:
    return {"uid": uid, "first_name": "John", "last_name": "Smith", "email": email}


@pytest.mark.parametrize(
    ("left", "right", "tier", "reason"),
    [
        ("j.smith1@aol.com", "j.smith2@aol.com", "REVIEW", "e-mail at the same domain"),
        ("john.smith1@aol.com", "jonh.smith1@aol.com", "AUTO_MERGE", "nearly same e-mail"),
        ("john.smith1@aol.com", "john.smith2@aoll.com", "AUTO_MERGE", "nearly same e-mail"),
    ],
)
def test_only_a_typing_error_in_the_mailbox_merges_namesakes(
    make_records, model, matched, left, right, tier, reason
):
    records = make_records(john("1", left), john("2", right))
    pairs = matched(records, model).pairs
    assert pairs["tier"].tolist() == [tier]
    assert reason in pairs["reasons"][0]
