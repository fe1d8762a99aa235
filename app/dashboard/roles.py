"""The role of the reader, which decides whether personal data is shown and who may decide."""

from __future__ import annotations

import os

from dashboard.signed_in import NotSignedInError, signed_in
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
    """Whether the role sees personal data, and the visitor is a user who is signed in.

    On Snowflake, masking policies apply as well.
    """
    if role() not in SEEING:
        return False
    try:
        return bool(signed_in())
    except NotSignedInError:
        return False


def steward() -> str:
    """The name of the steward. Raises NotSignedInError, also if the role cannot decide."""
    if role() != STEWARD:
        raise NotSignedInError(
            f"The role {role()} cannot decide. Start the application with C360_APP_ROLE=STEWARD."
        )
    return signed_in()
