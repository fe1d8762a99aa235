"""The role of the reader, which decides whether personal data is shown and who may decide."""

from __future__ import annotations

import os

from dashboard.source import is_on_snowflake, snowflake_session

# The roles of snowflake/setup that see personal data.
STEWARD, READER = "STEWARD", "READER"
SEEING = (STEWARD, "ANALYST_PII")


def role() -> str:
    """The role in C360_APP_ROLE; by default READER, which sees no personal data.

    On Snowflake it is STEWARD in the deployment that this role owns, which is for stewards only.
    """
    if is_on_snowflake() and snowflake_session().get_current_role().strip('"') == STEWARD:
        return STEWARD
    return os.environ.get("C360_APP_ROLE", READER).strip().upper() or READER


def may_see_personal_data() -> bool:
    """Whether the role sees personal data. On Snowflake, masking policies apply as well."""
    return role() in SEEING
