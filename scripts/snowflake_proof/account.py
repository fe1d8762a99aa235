"""What the proof creates in an account: a database, a warehouse, a role and a user of builds.

The user has the roles of programs and readers and, unlike a person, no secondary roles: a privilege
that the scripts forget is not replaced by those of ACCOUNTADMIN.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import snowflake.connector
from cryptography.hazmat.primitives import serialization

from snowflake_account.connection import credentials

DATABASE = WAREHOUSE = "C360_PROOF"
# `snowflake_account setup` creates these two, and the warehouse on which builds run.
ROLE, USER = "TRANSFORMER_PROOF", "CUSTOMER_360_DBT_PROOF"
BUILDS_ON, READING = "TRANSFORMING", "READING"
READER, REGION = "READER", "EMEA"

SET_UP = f"""
create warehouse if not exists {WAREHOUSE} warehouse_size = xsmall auto_suspend = 60;
use warehouse {WAREHOUSE};
create or replace database {DATABASE};
grant ownership on database {DATABASE} to role SYSADMIN;
"""
# After `snowflake_account setup`. key: the public key of the private one that the proof uses.
GIVE_RIGHTS = f"""
alter user {USER} set rsa_public_key = '{{key}}' default_secondary_roles = ();
grant role LOADER to user {USER};
grant role {READER} to user {USER};
grant role REGION_{REGION} to user {USER};
"""
CLEAN_UP = f"""
drop database if exists {DATABASE};
drop warehouse if exists {WAREHOUSE};
drop role if exists {DATABASE}_READER;
drop user if exists {USER};
drop role if exists {ROLE};
"""


def admin_role(environment: Mapping[str, str]) -> str:
    """The role that sets up the account and runs the scripts."""
    return environment.get("SNOWFLAKE_PROOF_ROLE", "ACCOUNTADMIN")


def connection(environment: Mapping[str, str], **options: Any) -> Any:
    """A session of the user that the environment names, as a context manager."""
    return snowflake.connector.connect(**credentials(environment), **options)


def set_up_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment in which `snowflake_account setup` creates role and user of the builds."""
    return {**environment, "SNOWFLAKE_DATABASE": DATABASE, "C360_BUILD_ROLE": ROLE}


def build_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of loads and builds, as the user and the role of the builds."""
    return {
        **set_up_environment(environment),
        "SNOWFLAKE_USER": USER,
        # By path only; see public_key.
        "SNOWFLAKE_PRIVATE_KEY": "",
        "SNOWFLAKE_ROLE": ROLE,
        "SNOWFLAKE_WAREHOUSE": BUILDS_ON,
        "SNOWFLAKE_SCHEMA": "main",
    }


def public_key(environment: Mapping[str, str]) -> str:
    """The public key of the private key in the environment, in the form of a user's property."""
    pem = Path(environment["SNOWFLAKE_PRIVATE_KEY_PATH"]).read_bytes()
    passphrase = environment.get("SNOWFLAKE_PRIVATE_KEY_PASSPHRASE", "")
    private = serialization.load_pem_private_key(pem, passphrase.encode() or None)
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(public).decode()


def session_of(
    environment: Mapping[str, str],
    role: str,
    warehouse: str,
    seconds: float,
    secondary: str = "none",
) -> Any:
    """A session in the database of the proof, whose statements end after some seconds.

    secondary: the secondary roles, `none` or `all`.
    """
    session = connection(environment, role=role)
    session.execute_string(
        f"use secondary roles {secondary}; use warehouse {warehouse}; use database {DATABASE};"
        f"alter session set statement_timeout_in_seconds = {max(1, int(seconds))};"
    )
    return session
