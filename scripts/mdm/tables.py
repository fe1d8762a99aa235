"""Input and output tables: dbt relations and files as pandas, results as dbt relations."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

Rows = tuple[NDArray[np.int32], NDArray[np.int32]]
"""Row numbers of the left and the right record of each pair."""
Flags = NDArray[np.bool_]
"""True or false per record or pair."""
SLICE = 500_000
"""Most rows in memory at a time of a relation that is read in slices."""
WRITTEN = "MATCH_ENGINE_RESULT"
"""The temporary table of a session of Snowpark with the result of its Python model."""
SNOWFLAKE_TYPES = {pa.float64(): "float", pa.string(): "varchar", pa.date32(): "date"}


def to_pandas(relation: Any) -> pd.DataFrame:
    """Return a dbt relation, an Arrow table or a DataFrame as pandas with lower-case names."""
    if isinstance(relation, pd.DataFrame):
        frame = relation
    elif hasattr(relation, "df"):
        frame = relation.df()
    else:
        frame = relation.to_pandas()
    return frame.rename(columns=str.lower)


def stored_table(name: str, model: Any, session: Any) -> Any:
    """Return the dbt relation of an existing table in the schema of a model; None if there is none.

    For a table that is built from the model, so the model cannot refer to it. model: `dbt.this`.
    """
    found = session.sql(
        "select count(*) as table_count from information_schema.tables"
        f" where lower(table_catalog) = lower('{model.database}')"
        f" and lower(table_schema) = lower('{model.schema}') and lower(table_name) = '{name}'"
    )
    if to_pandas(found)["table_count"].iloc[0] == 0:
        return None
    return session.table(f"{model.database}.{model.schema}.{name}")


def unscored_pairs(candidates: Any, scores: Any, session: Any) -> Any:
    """Return the pairs of contents that have no score, as a dbt relation of version_id_l, _r.

    candidates: dbt relation of content_id_l and content_id_r. scores: the same of the score log, or
    None. The pairs are computed once, into a temporary table.
    """
    pairs = candidates.select("content_id_l", "content_id_r").distinct()
    if scores is not None:
        pairs = pairs.except_(scores.select("content_id_l", "content_id_r"))
    if hasattr(pairs, "cache_result"):
        return pairs.to_df("version_id_l", "version_id_r").cache_result()
    session.execute(
        "create or replace temporary table unscored_pairs as"
        " select content_id_l as version_id_l, content_id_r as version_id_r"
        f" from ({pairs.sql_query()}) as pairs"
    )
    return session.table("temp.main.unscored_pairs")


def linked_records(accepted: Any, decisions: pd.DataFrame, assignments: Any) -> pd.DataFrame:
    """Return pairs of records that are linked, or were in the last clustering: record_id_l, _r.

    accepted: dbt relation of the pairs in AUTO_MERGE. decisions: steward decisions; SAME links the
    records. assignments: dbt relation of record_id and master_record_id, or None.
    """
    ends = ["record_id_l", "record_id_r"]
    links = [
        to_pandas(accepted.select(*ends).distinct()),
        decisions.loc[decisions["decision"] == "SAME", ends],
    ]
    if assignments is not None:
        members = assignments.filter("record_id <> master_record_id")
        stored = to_pandas(members.select("record_id", "master_record_id").distinct())
        links.append(stored.set_axis(ends, axis=1))
    return pd.concat(links, ignore_index=True)


def rows_of_records(
    relation: Any, columns: list[str], key: str, records: pd.DataFrame
) -> pd.DataFrame:
    """Return columns of the rows, read in slices, whose `key` is a record_id of `records`."""
    slices = to_slices(relation.select(*columns))
    found = [rows[rows[key].isin(records["record_id"])] for rows in slices]
    return pd.concat(found, ignore_index=True)


def records_of_contents(records: Any, columns: Iterable[str], pairs: Any) -> pd.DataFrame:
    """Return columns of one record per content of some pairs, its content id as version_id.

    records: dbt relation of content_id and the columns, read in slices. pairs: dbt relation of
    version_id_l and version_id_r, which hold content ids.
    """
    sides = ("version_id_l", "version_id_r")
    wanted = pd.concat([to_pandas(pairs.select(side).distinct())[side] for side in sides])
    found = [
        rows[rows["content_id"].isin(wanted)].drop_duplicates("content_id")
        for rows in to_slices(records.select("content_id", *columns))
    ]
    contents = pd.concat(found, ignore_index=True).drop_duplicates("content_id", ignore_index=True)
    return contents.rename(columns={"content_id": "version_id"})


def pairs_of_records(
    slices: Iterable[pd.DataFrame], records: pd.DataFrame
) -> Iterator[pd.DataFrame]:
    """Yield slices of pairs without those that name a version_id that no record has.

    Such pairs remain after a run that refreshes the records but not the list of their pairs.
    """
    known = records["version_id"]
    for pairs in slices:
        yield pairs[pairs["version_id_l"].isin(known) & pairs["version_id_r"].isin(known)]


def to_slices(relation: Any) -> Iterator[pd.DataFrame]:
    """Yield the rows of a dbt relation as pandas with lower-case names, SLICE rows at a time.

    The first slice is always empty; Snowpark chooses the size of the others.
    """
    if hasattr(relation, "to_arrow_reader"):
        reader = relation.to_arrow_reader(SLICE)
        yield to_pandas(reader.schema.empty_table())
        yield from map(to_pandas, reader)
    else:
        yield to_pandas(relation.limit(0))
        yield from map(to_pandas, relation.to_pandas_batches())


def to_relation(
    table: pd.DataFrame | Iterable[pd.DataFrame], session: Any, dates: Collection[str] = ()
) -> Any:
    """Return the result of a dbt Python model, typed even if it has no rows.

    table: a table, or its slices, the first of which may be empty. dates: names of its columns of
    dates; the others are as in slice_schema. Slices are computed one by one while they are written.
    """
    slices = iter([table] if isinstance(table, pd.DataFrame) else table)
    first = next(slices)
    schema, parts = slice_schema(first, dates), chain([first], slices)
    if hasattr(session, "create_dataframe"):
        return _written_with_snowpark(parts, schema, session)
    return _as_reader(parts, schema)


def _as_reader(parts: Iterable[pd.DataFrame], schema: pa.Schema) -> pa.RecordBatchReader:
    tables = (pa.Table.from_pandas(part, schema, preserve_index=False) for part in parts)
    batches = (batch for table in tables for batch in table.to_batches())
    return pa.RecordBatchReader.from_batches(schema, batches)


def _written_with_snowpark(parts: Iterable[pd.DataFrame], schema: pa.Schema, session: Any) -> Any:
    columns = ", ".join(f"{field.name} {SNOWFLAKE_TYPES[field.type]}" for field in schema)
    session.sql(f"create or replace temporary table {WRITTEN} ({columns})").collect()
    for part in parts:
        if len(part):
            table = pa.Table.from_pandas(part, schema, preserve_index=False)
            session.write_pandas(table.to_pandas().rename(columns=str.upper), WRITTEN)
    return session.table(WRITTEN)


def slice_schema(part: pd.DataFrame, dates: Collection[str] = ()) -> pa.Schema:
    """Return the schema of all slices: numbers are float64, everything else is text or a date."""

    def type_of(name: str, dtype: Any) -> pa.DataType:
        if name in dates:
            return pa.date32()
        return pa.float64() if dtype == np.float64 else pa.string()

    return pa.schema((name, type_of(name, dtype)) for name, dtype in part.dtypes.items())


def days(dates: Any) -> NDArray[np.datetime64]:
    """Return dates (dates, timestamps or 'YYYY-MM-DD' texts, up to year 9999) as whole days."""
    values = [str(value)[:10] for value in dates] if _is_object(dates) else dates
    return np.asarray(values, dtype="datetime64[D]").astype("datetime64[s]")


def _is_object(dates: Any) -> bool:
    return getattr(dates, "dtype", None) in (None, np.dtype(object))


class InputError(Exception):
    """The command cannot use a file; the message has its name and the reason."""


def require(table: pd.DataFrame, columns: tuple[str, ...], path: Path) -> None:
    """Raise InputError that names the missing columns."""
    missing = [name for name in columns if name not in table]
    if missing:
        raise InputError(f"{path}: missing columns {', '.join(missing)}")
