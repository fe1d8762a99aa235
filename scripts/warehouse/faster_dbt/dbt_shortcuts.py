"""Turns on all shortcuts that save dbt repeated work."""

from __future__ import annotations

import gc

from warehouse.faster_dbt.adapter_lookups import look_up_directly
from warehouse.faster_dbt.dropped_events import drop_debug_events
from warehouse.faster_dbt.macro_lists import sort_once
from warehouse.faster_dbt.repeated_templates import compile_once

# A parsed project has a million objects, so each garbage collection takes long.
COLLECTION_THRESHOLDS = (200_000, 50, 50)


def take_shortcuts() -> None:
    """Let dbt in this process take the shortcuts that fit its version; results stay the same."""
    gc.set_threshold(*COLLECTION_THRESHOLDS)
    sort_once()
    look_up_directly()
    compile_once()
    drop_debug_events()
