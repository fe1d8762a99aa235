"""Who uses the application: the steward whose name is in the log."""

from __future__ import annotations

import getpass
import hmac
import os
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.source import is_on_snowflake

LOCAL = ("127.0.0.1", "localhost", "::1")
LOOPBACK = ("127.", "::1", "::ffff:127.")
PROXY_HEADERS = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded")
# The headers of a proxy that users log in to: their name, and a secret that only the proxy knows.
USER_HEADER, SECRET_HEADER = "X-Forwarded-User", "X-Proxy-Secret"


class NotSignedInError(Exception):
    """No user who may decide is signed in; the message says what to do."""


def signed_in(
    user: Any = None,
    headers: Mapping[str, str] | None = None,
    environment: Mapping[str, str] = os.environ,
    address: str | None = None,
) -> str:
    """The name of the signed-in user. Raises NotSignedInError.

    On Snowflake it is the viewer of the application, from `st.user`; CURRENT_USER would be its
    owner. With a section [auth] in secrets.toml it is the user signed in through `st.login`. With
    C360_PROXY_SECRET it is the user that the proxy names, if the request has the secret. Otherwise
    it is the user of the operating system, if the browser is on the same machine.

    address: the client's, by default that of the session, which is empty on the same machine.
    """
    user = st.user if user is None else user
    headers = st.context.headers if headers is None else headers
    if is_on_snowflake():
        return str(user["user_name"])
    if "is_logged_in" in user:
        if not user["is_logged_in"]:
            raise NotSignedInError("Sign in to decide.")
        if not (name := user.get("email") or user.get("name")):
            raise NotSignedInError("The identity provider gave neither e-mail address nor name.")
        return str(name)
    if secret := environment.get("C360_PROXY_SECRET"):
        given = headers.get(SECRET_HEADER) or ""
        name = headers.get(environment.get("C360_PROXY_USER_HEADER", USER_HEADER)) or ""
        if not (name and hmac.compare_digest(given.encode(), secret.encode())):
            raise NotSignedInError(
                "The request did not come through the proxy that users log in to."
            )
        return name
    address = st.context.ip_address if address is None else address
    host = (headers.get("Host") or LOCAL[0]).rsplit(":", 1)[0].strip("[]")
    is_near = host in LOCAL and (not address or address.startswith(LOOPBACK))
    if not is_near or any(headers.get(name) for name in PROXY_HEADERS):
        raise NotSignedInError(
            "Only users on this machine can decide without signing in. Configure `st.login`, or a"
            " proxy that users log in to (app/README.md)."
        )
    return getpass.getuser()


def has_accounts() -> bool:
    """Whether users sign in through `st.login`: secrets.toml has a section [auth]."""
    return not is_on_snowflake() and "is_logged_in" in st.user
