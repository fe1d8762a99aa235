"""Steps that are planned once give the same as steps that are planned for each table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from mdm.block.candidates import prepare
from mdm.block.planned import PlannedPairs
from mdm.match_model import CURRENT
from mdm.standardise.records import read_records


@pytest.mark.parametrize(("version", "day_order"), [(CURRENT, None), ("1", "M")])
def test_tables_one_after_the_other_are_prepared_as_each_alone(
    reference, version, day_order
) -> None:
    records = read_records(Path(__file__).with_name("customers.csv"))
    steps = PlannedPairs(reference, version, day_order)
    for part in (records, records.head(0), records.tail(40), records.head(1)):
        expected = prepare(part, reference, version, day_order)
        found = steps.prepare(part)
        for name in ("records", "pairs", "capped_keys"):
            pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name))
    assert len(steps.prepare(records).pairs) > 10
