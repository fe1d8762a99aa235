"""The application on the published marts: eight tabs, the page of a customer, the
search in messages, the steward desk.

`make app` starts it; see README.md.
"""

from __future__ import annotations

import streamlit as st

from dashboard.block_keys import prepare
from dashboard.filters import built_at, data_until, show_filters
from dashboard.page import FILTERS, STYLE
from dashboard.publication import NotPublishedError
from dashboard.roles import may_see_personal_data, role
from dashboard.signed_in import NotSignedInError, has_accounts, signed_in
from dashboard.source import SECONDS_BETWEEN_LOOKS, SHOWN, current_source
from dashboard.tables import as_it_is

# Title -> file. Pages have no icons: Streamlit would fetch them from a website.
TABS = {
    "Executive": "executive",
    "Revenue": "revenue",
    "Customer 360": "customers",
    "Lifecycle": "lifecycle",
    "Pipeline": "pipeline",
    "Clickstream": "clickstream",
    "Fraud": "fraud",
    "MDM and data quality": "data_quality",
    "Customer": "customer",
    "Messages": "messages",
    "Steward desk": "desk",
}


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def follow_publications(shown: str) -> None:
    """Show the page again when a new publication replaced the one that it shows."""
    if current_source().key != shown:
        st.rerun(scope="app")


def is_signed_in() -> bool:
    """Whether users need no account, or this one is signed in; shows how to sign in or out."""
    if not has_accounts():
        return True
    try:
        with st.sidebar:
            st.caption(f"Signed in as {as_it_is(signed_in())}")
            st.button("Sign out", on_click=st.logout)
        return True
    except NotSignedInError as error:
        st.title("Customer 360")
        st.info(str(error))
        st.button("Sign in", on_click=st.login)
        return False


def main() -> None:
    """Show the page that the reader chose, with the filters and the date of its data."""
    st.set_page_config("Customer 360", layout="wide")
    st.html(STYLE)
    page = st.navigation(
        [
            st.Page(f"tabs/{name}.py", title=title, default=name == "executive")
            for title, name in TABS.items()
        ],
        position="top",
    )
    if not is_signed_in():
        return
    try:
        st.session_state[SHOWN] = source = current_source()
        until = data_until()
        st.session_state[FILTERS] = show_filters(until)
        with st.sidebar:
            st.caption(f"Data until **{until:%d %b %Y}**, built {built_at()}")
            seen = "shown" if may_see_personal_data() else "masked"
            st.caption(f"Role {role()}: personal data is {seen}")
            follow_publications(source.key)
        prepare()
        page.run()
    except NotPublishedError as error:
        st.error(str(error))


main()
