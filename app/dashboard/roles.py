"""The role of the reader, which decides whether personal data is shown."""

from __future__ import annotations

import os

# The roles of snowflake/setup that see personal data.
SEEING = ("STEWARD", "ANALYST_PII")
READER = "READER"


def role() -> str:
    """The role in C360_APP_ROLE; READER, who sees no personal data, without one."""
    return os.environ.get("C360_APP_ROLE", READER).strip().upper() or READER


def may_see_personal_data() -> bool:
    """Whether the role sees personal data. On Snowflake, policies mask it before that."""
    return role() in SEEING
