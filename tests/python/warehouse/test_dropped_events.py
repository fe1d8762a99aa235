"""Debug events without a log get no message; all other events get the same message as in dbt."""

from __future__ import annotations

from collections.abc import Iterator
from unittest import mock

import pytest
from dbt.adapters.events.types import SQLQuery
from dbt.events.types import RunningOperationCaughtError
from dbt_common.events.base_types import BaseEvent, EventLevel, EventMsg
from dbt_common.events.event_manager_client import ctx_set_event_manager, get_event_manager
from dbt_common.events.functions import fire_event

from warehouse.faster_dbt import dropped_events
from warehouse.faster_dbt.dropped_events import EventsWithoutDebug, drop_debug_events

QUERY = {"conn_name": "model", "sql": "select 1", "node_info": {}}


@pytest.fixture(autouse=True)
def dbt() -> Iterator[None]:
    """dbt as it is after the test."""
    events = get_event_manager()
    names = ("__init__", "__getattr__", "__setattr__")
    methods = {name: getattr(BaseEvent, name) for name in names}
    yield
    ctx_set_event_manager(events)
    for name, method in methods.items():
        setattr(BaseEvent, name, method)


@pytest.fixture
def received() -> list[EventMsg]:
    """The messages that a listener gets."""
    assert drop_debug_events()
    messages: list[EventMsg] = []
    get_event_manager().callbacks.append(messages.append)
    return messages


def test_a_debug_event_is_dropped_without_a_message(received: list[EventMsg]) -> None:
    with mock.patch.object(dropped_events, "make_message") as make_message:
        fire_event(SQLQuery(**QUERY))
    assert received == []
    make_message.assert_not_called()


def test_a_debug_event_fired_at_another_level_is_complete(received: list[EventMsg]) -> None:
    fire_event(SQLQuery(**QUERY), level=EventLevel.WARN)
    assert [(message.info.level, message.data.sql) for message in received] == [
        ("warn", "select 1")
    ]


def test_other_events_reach_the_listener(received: list[EventMsg]) -> None:
    fire_event(RunningOperationCaughtError(exc="no such macro"))
    assert [message.info.level for message in received] == ["error"]
    assert "no such macro" in received[0].info.msg


def test_fields_can_be_read_and_changed(received: list[EventMsg]) -> None:
    event = SQLQuery(**QUERY)
    event.conn_name = "test"
    assert (event.conn_name, event.sql) == ("test", "select 1")
    assert "select 1" in event.message()
    with pytest.raises(AttributeError):
        event.no_such_field  # noqa: B018


def test_a_log_of_dbt_gets_every_message(received: list[EventMsg]) -> None:
    logger = mock.Mock()
    logger.filter.return_value = True
    get_event_manager().loggers.append(logger)
    fire_event(SQLQuery(**QUERY))
    assert "select 1" in logger.write_line.call_args.args[0].info.msg
    assert [message.data.sql for message in received] == ["select 1"]


def test_a_different_event_manager_gets_every_event() -> None:
    assert drop_debug_events()
    assert isinstance(get_event_manager(), EventsWithoutDebug)
    events = type(get_event_manager()).__mro__[1]()
    ctx_set_event_manager(events)
    assert SQLQuery(**QUERY).pb_msg.sql == "select 1"


def test_an_unknown_version_makes_every_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropped_events, "KNOWN", "of a different version")
    before = BaseEvent.__init__
    assert not drop_debug_events()
    assert BaseEvent.__init__ is before
