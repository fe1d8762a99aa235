"""What dbt need not do again and again, in one call."""

from __future__ import annotations

from typing import Any

from dbt_common.events.base_types import BaseEvent, EventLevel
from dbt_common.events.event_manager import EventManager
from dbt_common.events.event_manager_client import ctx_set_event_manager

from warehouse.adapter_lookups import look_up_directly
from warehouse.macro_lists import sort_once


class EventsWithoutDebug(EventManager):
    """dbt's events, without debug messages as long as dbt has no log of its own."""

    def fire_event(
        self, e: BaseEvent, level: EventLevel | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Pass an event on."""
        if self.loggers or (level or e.level_tag()) != EventLevel.DEBUG:
            super().fire_event(e, level, *args, **kwargs)


def take_shortcuts() -> None:
    """Let dbt in this process take the shortcuts that suit its version; results stay the same."""
    sort_once()
    look_up_directly()
    ctx_set_event_manager(EventsWithoutDebug())
