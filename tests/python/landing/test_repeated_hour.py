"""The hour that clocks repeat in autumn is read in the order of delivery."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest
from landing_macros import landing_macros

ZONE = "America/New_York"
# Clocks go back from 02:00 to 01:00 on this day: 01:30 is 05:30 or 06:30 in UTC.
DAY = "2026-11-01"
# For each delivery the local times of one key's states, and their times in UTC. States with the
# same local time are equal: the state is delivered again.
CASES = {
    "alone": [(("01:30",), ("05:30",))],
    "around": [(("00:59", "02:00"), ("04:59", "07:00"))],
    "in order": [(("01:10",), ("05:10",)), (("01:50",), ("05:50",))],
    "set back": [(("01:50",), ("05:50",)), (("01:10",), ("06:10",))],
    "after": [(("01:50",), ("05:50",)), (("01:10",), ("06:10",)), (("01:55",), ("06:55",))],
    "together": [(("01:50", "01:10"), ("05:50", "05:10"))],
    "again": [(("01:50",), ("05:50",)), (("01:10", "01:50"), ("06:10", "05:50"))],
    "again later": [(("01:50",), ("05:50",)), (("01:10",), ("06:10",)), (("01:50",), ("05:50",))],
    "again first": [(("01:10",), ("05:10",)), (("01:50",), ("05:50",)), (("01:10",), ("05:10",))],
}


# Zones whose clocks are not set back by an hour: the day on which they are, two local times of two
# deliveries, the second one after the change, and what they are in UTC.
OTHER_ZONES = {
    "Australia/Lord_Howe": ("2026-04-05", ("01:50", "01:40"), ("04 14:50", "04 15:10")),
    "Antarctica/Troll": ("2026-10-25", ("02:50", "01:40"), ("25 00:50", "25 01:40")),
}


def staged(
    times: dict[int, tuple[str, ...]], *, is_later: bool, zone: str = ZONE, day: str = DAY
) -> str:
    """The rows of deliveries (number -> local times), as the staging model has them at first."""
    to_utc = landing_macros(is_later_load=is_later).to_utc("local_time", zone)
    values = ", ".join(
        f"('k', {number}, timestamp '{day} {time}:00')"
        for number, of_delivery in times.items()
        for time in of_delivery
    )
    return (
        f"select key, local_time as hashdiff,"
        f" timestamp '2026-11-02' + to_days({{0}}) as loaded_at, local_time,"
        f" {to_utc} as effective_from from (values {values}) as delivered(key, number, local_time)"
    ).format("cast(number as integer)")


@pytest.mark.parametrize("is_stepwise", [False, True])
@pytest.mark.parametrize("name", CASES)
def test_a_repeated_hour_is_read_in_the_order_of_delivery(name: str, is_stepwise: bool) -> None:
    """is_stepwise: each delivery is staged by a run of its own."""
    deliveries = dict(enumerate(local for local, _ in CASES[name]))
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    steps = [{number: times} for number, times in deliveries.items()]
    for number, step in enumerate(steps if is_stepwise else [deliveries]):
        macros = landing_macros(is_later_load=number > 0)
        macros.declared["feed"] = {"vault_key": ["key"], "time_zone": ZONE}
        resolved = macros.resolve_repeated_hour("delivered", "feed")
        query = f"with delivered as ({staged(step, is_later=number > 0)}) {resolved}"
        made = "insert into stored" if number else "create table stored as"
        connection.execute(f"{made} {query}")
    found = connection.execute(
        "select local_time, loaded_at, effective_from from stored"
    ).fetchall()
    expected = {
        (f"{local}", dt.datetime.fromisoformat(f"{DAY} {utc}"))
        for locals_, utcs in CASES[name]
        for local, utc in zip(locals_, utcs, strict=True)
    }
    assert {(f"{local:%H:%M}", utc) for local, _, utc in found} == expected
    assert len(found) == sum(map(len, deliveries.values()))


@pytest.mark.parametrize("zone", OTHER_ZONES)
def test_half_an_hour_or_two_hours_are_repeated_in_some_zones(zone: str) -> None:
    day, times, expected = OTHER_ZONES[zone]
    macros = landing_macros(is_later_load=False)
    macros.declared["feed"] = {"vault_key": ["key"], "time_zone": zone}
    resolved = macros.resolve_repeated_hour("delivered", "feed")
    deliveries = {number: (time,) for number, time in enumerate(times)}
    rows = staged(deliveries, is_later=False, zone=zone, day=day)
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    found = connection.execute(
        f"with delivered as ({rows}), resolved as ({resolved})"
        " select strftime(effective_from, '%d %H:%M') from resolved order by loaded_at"
    ).fetchall()
    assert tuple(time for (time,) in found) == expected
