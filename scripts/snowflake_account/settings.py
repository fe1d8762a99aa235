"""Settings of an account: environment variables that the SQL scripts read as &{name}."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COUNTRIES = ROOT / "seeds" / "reference" / "countries.csv"


class SettingError(Exception):
    """A setting has a value that is not allowed in a statement."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable of the scripts.

    source: the environment variable. pattern: of the whole value; an empty value is allowed if the
    default is empty.
    """

    name: str
    source: str
    default: str
    pattern: str
    meaning: str


SIZE = "X?SMALL|MEDIUM|X?LARGE|X[2-6]LARGE"
ADDRESS = r"(\d{1,3}\.){3}\d{1,3}(/\d{1,2})?"
SETTINGS = (
    Setting("database", "SNOWFLAKE_DATABASE", "CUSTOMER_360", "[A-Z_][A-Z0-9_]*", "database"),
    Setting("build_role", "C360_BUILD_ROLE", "TRANSFORMER", "TRANSFORMER(_[A-Z0-9]+)?",
            "role of the builds in this database"),
    Setting("credit_quota", "C360_CREDIT_QUOTA", "100", r"\d{1,6}",
            "credits a month at which the warehouses are suspended"),
    Setting("transforming_size", "C360_TRANSFORMING_SIZE", "SMALL", SIZE, "size of TRANSFORMING"),
    Setting("matching_size", "C360_MATCHING_SIZE", "MEDIUM", SIZE, "size of MATCHING"),
    Setting("reading_size", "C360_READING_SIZE", "XSMALL", SIZE, "size of READING"),
    Setting("deliveries_url", "C360_DELIVERIES_URL", "", r"s3://[a-z0-9.-]+/([\w.-]+/)*",
            "bucket folder with the deliveries, ending with /; empty for an internal stage"),
    Setting("aws_role_arn", "C360_AWS_ROLE_ARN", "", r"arn:aws:iam::\d{12}:role/[\w+=,.@/-]+",
            "role that reads the bucket"),
    Setting("allowed_addresses", "C360_ALLOWED_ADDRESSES", "", rf"{ADDRESS}(,{ADDRESS})*",
            "addresses of the programs, separated by commas; empty for any"),
    Setting("alert_address", "C360_ALERT_ADDRESS", "", r"[\w.+-]+@[\w-]+([.][\w-]+)+",
            "e-mail address of the alerts, verified in Snowflake; empty for none"),
    Setting("audit_days", "C360_AUDIT_DAYS", "30", r"\d{1,3}", "days that the audit looks back"),
)  # fmt: skip


def country_regions(path: Path = COUNTRIES) -> str:
    """The countries and sales regions of the seed, as rows of VALUES."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["country"], row["region"]) for row in csv.DictReader(file)]
    return ", ".join(f"('{country}', '{region}')" for country, region in rows)


def read_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The value of each variable. Raises SettingError if one is not allowed."""
    values = {"country_regions": country_regions()}
    for setting in SETTINGS:
        value = environment.get(setting.source) or setting.default
        if value and not re.fullmatch(setting.pattern, value):
            raise SettingError(
                f"{setting.source} ({setting.meaning}) is {value!r}; it must match "
                f"{setting.pattern}"
            )
        values[setting.name] = value
    if values["deliveries_url"] and not values["aws_role_arn"]:
        raise SettingError("C360_DELIVERIES_URL is set; set C360_AWS_ROLE_ARN as well")
    # A role for one database, such as TRANSFORMER_CI, has a user of the same suffix.
    values["build_user"] = "CUSTOMER_360_DBT" + values["build_role"].removeprefix("TRANSFORMER")
    addresses = filter(None, values["allowed_addresses"].split(","))
    values["allowed_addresses"] = ", ".join(f"'{address}'" for address in addresses)
    return values
