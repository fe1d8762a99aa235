"""Formats the messages of debug events only if something reads them.

dbt formats a message for each event, 20,000 in a build, before it drops those below the level of
its logs. Here a debug event keeps its arguments, and its message is formatted only if something
reads it. With an unknown version of dbt, nothing changes.
"""

from __future__ import annotations

from typing import Any

from dbt_common.events.base_types import BaseEvent, EventLevel
from dbt_common.events.event_manager import EventManager
from dbt_common.events.event_manager_client import ctx_set_event_manager, get_event_manager

from warehouse.faster_dbt.known_code import is_known

# The code of dbt that this relies on, and the digest of its source in dbt-common 1.39.
RELIED_ON = (BaseEvent, EventManager.fire_event)
KNOWN = "4d9fc3cafe6f8c68251514183f65faf7d9e239031fe846613a8d45cbfc6ac990"

make_message, read_message, write_message = (
    BaseEvent.__init__,
    BaseEvent.__getattr__,
    BaseEvent.__setattr__,
)


class EventsWithoutDebug(EventManager):
    """dbt's event manager; it drops debug events as long as dbt itself writes no log."""

    def fire_event(
        self, e: BaseEvent, level: EventLevel | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Pass an event on."""
        if self.loggers or (level or e.level_tag()) != EventLevel.DEBUG:
            super().fire_event(e, level, *args, **kwargs)


def is_dropped(event: BaseEvent) -> bool:
    """Whether `EventsWithoutDebug` drops an event, unless it is fired at another level."""
    events = get_event_manager()
    is_dropping = isinstance(events, EventsWithoutDebug) and not events.loggers
    return is_dropping and event.level_tag() == EventLevel.DEBUG


def make(event: BaseEvent, *arguments: Any, **fields: Any) -> None:
    """Replaces `BaseEvent.__init__`."""
    if is_dropped(event):
        event.__dict__["unread"] = (arguments, fields)
    else:
        make_message(event, *arguments, **fields)


def make_if_unread(event: BaseEvent) -> None:
    """Format the message of an event that has none yet."""
    if unread := event.__dict__.pop("unread", None):
        arguments, fields = unread
        make_message(event, *arguments, **fields)


def read(event: BaseEvent, name: str) -> Any:
    """Replaces `BaseEvent.__getattr__`."""
    make_if_unread(event)
    return read_message(event, name)


def write(event: BaseEvent, name: str, value: Any) -> None:
    """Replaces `BaseEvent.__setattr__`."""
    make_if_unread(event)
    write_message(event, name, value)


def drop_debug_events() -> bool:
    """Let dbt drop debug events, and in a known version also not format their messages.

    Returns whether the version is known.
    """
    ctx_set_event_manager(EventsWithoutDebug())
    known = is_known(RELIED_ON, KNOWN)
    if known:
        BaseEvent.__init__, BaseEvent.__getattr__, BaseEvent.__setattr__ = make, read, write
    return known
