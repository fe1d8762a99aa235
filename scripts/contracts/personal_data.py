"""The columns with personal data and their categories: the values of the tag on Snowflake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from contracts.feed import Column, Feed
from contracts.text import MARK

# Matching field, as `matchingFields` names it -> category of its values.
OF_FIELD = {
    "full_name": "name",
    "first_name": "name",
    "last_name": "name",
    "email": "email",
    "phone": "phone",
    "address": "address",
    "city": "address",
    "postcode": "address",
    "country": "address",
    "birth_date": "birth_date",
    "national_id": "id",
}
# Marts limit their rows by country, and Snowflake refuses to mask the same column.
NEVER_MASKED = {"country"}
# Classification -> category of a column whose matching field and name give no category.
OF_CLASSIFICATION = {"pseudonymous": "key", "personal": "text", "sensitive": "id"}

MACRO = """{#
    %s

    The names of columns with personal data, as in the contracts and as matching fields, each with
    its category in the tag `personal_data`.

    Example:
        see personal_columns
#}
{%% macro personal_column_names() -%%}
    {{ return({
%s
    }) }}
{%%- endmacro %%}
"""


def snake_case(name: str) -> str:
    """The name of a column as staging would write it: ContactId -> contact_id."""
    if name.isupper():
        return name.lower()
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def category(column: Column) -> str:
    """The category of a column with personal data; empty for all others."""
    if column.classification == "none":
        return ""
    named = [OF_FIELD[field] for field in column.matching_fields if field in OF_FIELD]
    named += [OF_FIELD[name] for name in [snake_case(column.name)] if name in OF_FIELD]
    return named[0] if named else OF_CLASSIFICATION[column.classification]


def categories(feeds: Iterable[Feed]) -> Mapping[str, str]:
    """Name of a column in the warehouse -> category, for all columns with personal data."""
    found: dict[str, str] = {}
    for feed in feeds:
        for column in feed.columns:
            if column.classification != "none":
                found.setdefault(snake_case(column.name), category(column))
                for field in column.matching_fields:
                    found.setdefault(field, OF_FIELD[field])
    return {name: kind for name, kind in sorted(found.items()) if name not in NEVER_MASKED}


def personal_columns_macro(feeds: Iterable[Feed]) -> str:
    """The macro with the names of columns with personal data."""
    lines = [f"        '{name}': '{kind}'," for name, kind in categories(feeds).items()]
    return MACRO % (MARK, "\n".join(lines))
