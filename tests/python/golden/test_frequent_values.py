"""A value that becomes a placeholder is golden until that day, by load time."""

from __future__ import annotations

import duckdb

MEMBER_VALUES = """
    create table member_values as
    select
        time_axis, 'C-1' as customer_uid, customer_hk, 'SAP' as source_system, 'phone' as attribute,
        attribute_value, false as is_placeholder, override_id,
        timestamp '2026-01-01' as effective_from,
        cast(valid_from as timestamp) as valid_from, cast(valid_to as timestamp) as valid_to
    from (values
        ('load_time', 1, '111', null, '2026-01-01', '2026-01-09'),
        ('load_time', 2, '111', null, '2026-01-06', '2026-01-09'),
        ('load_time', 3, '111', null, '2026-01-01', '2026-01-05'),
        ('source_time', 4, '111', null, '2020-01-01', '9999-12-31'),
        ('load_time', 5, '111', 'SO-1', '2026-01-01', '9999-12-31'),
        ('load_time', 6, '222', null, '2026-01-01', '9999-12-31'),
        ('load_time', 7, '111', 'SO-2', '2026-01-03', '2026-01-03')
    ) as given (time_axis, customer_hk, attribute_value, override_id, valid_from, valid_to)
"""


def test_a_span_is_split_on_the_day_on_which_its_value_became_a_placeholder(macros) -> None:
    with duckdb.connect() as connection:
        connection.execute(MEMBER_VALUES)
        connection.execute(
            "create table frequent_values as select 'phone' as attribute,"
            " '111' as attribute_value, timestamp '2026-01-05' as placeholder_from"
        )
        found = connection.sql(
            "select customer_hk, is_placeholder, cast(valid_from as date), cast(valid_to as date)"
            f" from ({macros().flag_frequent_values('member_values')}) order by 1, 2"
        ).fetchall()
    assert [(hk, flag, str(start), str(end)) for hk, flag, start, end in found] == [
        (1, False, "2026-01-01", "2026-01-05"),
        (1, True, "2026-01-05", "2026-01-09"),
        (2, True, "2026-01-06", "2026-01-09"),
        (3, False, "2026-01-01", "2026-01-05"),
        (4, True, "2020-01-01", "9999-12-31"),
        (5, False, "2026-01-01", "9999-12-31"),
        (6, False, "2026-01-01", "9999-12-31"),
    ]
