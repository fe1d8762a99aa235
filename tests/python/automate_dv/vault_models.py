"""All models of these tests' project, and the landing tables that they read."""

from __future__ import annotations

from account_models import ACCOUNT, ACCOUNTS
from feed_models import FEEDS, HELD_BACK, SNAPSHOTS
from in_order_models import IN_ORDER
from load_histories import LANDING, RULING
from macro_calls import CALL_MODELS
from part_models import PARTS
from pit_models import PIT_AND_BRIDGE
from special_models import SPECIAL_CASES, STAGED

TABLES = {
    **dict.fromkeys(
        ["change", "member", "snapshot", "other", "one_change", "two_change"], LANDING
    ),
    "ruling": RULING,
    "account": ACCOUNT,
    "pairs": {
        "number": "integer", "one": "varchar", "two": "varchar", "moment": "timestamp",
        "day": "date",
    },
    "wanted": {"as_of_date": "timestamp", "first_load": "integer", "last_load": "integer"},
}  # fmt: skip
VAULT = FEEDS | SNAPSHOTS | HELD_BACK | SPECIAL_CASES | ACCOUNTS | IN_ORDER | PIT_AND_BRIDGE | PARTS
MODELS = VAULT | STAGED | CALL_MODELS
