"""What dbt need not do again and again, in one call."""

from __future__ import annotations

from warehouse.adapter_lookups import look_up_directly
from warehouse.macro_lists import sort_once
from warehouse.repeated_templates import compile_once
from warehouse.unheard_events import drop_debug_events


def take_shortcuts() -> None:
    """Let dbt in this process take the shortcuts that suit its version; results stay the same."""
    sort_once()
    look_up_directly()
    compile_once()
    drop_debug_events()
