"""Buttons with keys, and the cursor in the field that comes next."""

from __future__ import annotations

import inspect
import json
from typing import Any

import streamlit as st

HAS_SHORTCUTS = "shortcut" in inspect.signature(st.button).parameters
HAS_SCRIPTS = "unsafe_allow_javascript" in inspect.signature(st.html).parameters


def keyed_button(place: Any, label: str, key: str, shortcut: str, **options: Any) -> bool:
    """A button with a keyboard shortcut, if this version of Streamlit supports it."""
    given = {"shortcut": shortcut} if HAS_SHORTCUTS else {}
    return place.button(label, key=key, **given, **options)


def focus(label: str, turn: object) -> None:
    """Put the cursor into the text field with a label. turn: a new value does it again."""
    if not HAS_SCRIPTS:
        return
    field = json.dumps(f"input[aria-label={json.dumps(label)}]")
    # The field is drawn shortly after this script arrives.
    script = (
        "<script>(() => { const find = (left) => {"
        f" const field = document.querySelector({field});"
        " if (field) { field.focus(); } else if (left) { setTimeout(find, 100, left - 1); } };"
        f" find(100); }})() /* {turn} */</script>"
    )
    st.html(script, unsafe_allow_javascript=True)
