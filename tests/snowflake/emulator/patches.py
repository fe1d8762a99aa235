"""What is changed in fakesnow's modules, all in one place."""

from __future__ import annotations

import fakesnow.arrow
import fakesnow.cursor
import fakesnow.server
import fakesnow.transforms
import pyarrow as pa
import pyarrow.compute as pc
from fakesnow.arrow import timestamp_to_sf_struct
from sqlglot import exp

from emulator.cursor import EmulatedInstance
from emulator.parsing import parse_one


def timestamps_with_nulls(timestamps: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Timestamps as the connector reads them; fakesnow makes nulls midnight of 1970-01-01."""
    if isinstance(timestamps, pa.ChunkedArray):
        timestamps = timestamps.combine_chunks()
    structs = timestamp_to_sf_struct(timestamps)
    parts = [pc.fill_null(structs.field(number), 0) for number in range(structs.type.num_fields)]
    return pa.StructArray.from_arrays(parts, fields=list(structs.type), mask=pc.is_null(timestamps))


def unchanged(expression: exp.Expression) -> exp.Expression:
    """Leave an aggregate as it is: Snowflake adds decimals exactly, fakesnow as doubles."""
    return expression


def install(instance: EmulatedInstance) -> None:
    """Let fakesnow's server use an instance, and the emulator's parser and conversions."""
    fakesnow.server.shared_fs = instance
    fakesnow.server.parse_one = parse_one
    fakesnow.cursor.parse_one = parse_one
    fakesnow.transforms.numeric_agg_implicit_cast = unchanged
    fakesnow.arrow.timestamp_to_sf_struct = timestamps_with_nulls
