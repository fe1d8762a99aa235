"""Columns of marts with personal data, and the masks for roles without access to it."""

from __future__ import annotations

import pandas as pd

MASK = "***"
# The columns that the warehouse tags as personal data on Snowflake
# (tests/python/app/test_settings.py).
PERSONAL = frozenset(
    """
    account_id account_number address address_l address_r agent_id attribute_value birth_date
    block_key city city_l city_r customer_id customer_id_l customer_id_r decided_by
    delivered_value document_id email email_l email_r first_name first_root full_name full_name_l
    full_name_r generic_value golden_value last_name last_reason last_root legal_form message
    national_id new_value old_value org_name phone phone_l phone_r postcode postcode_l postcode_r
    reason records sales_rep_id search_key session_id steward ticket_id visitor_id
    """.split()
)


def mask(column: pd.Series) -> pd.Series:
    """The mask of a column, as in Snowflake's masking policies: `***` for text, null for a date."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return pd.Series(pd.NaT, index=column.index, dtype="datetime64[us]")
    return column.astype(object).where(column.isna(), MASK)
