"""Results of a match: read from its folder or from the warehouse, written as Parquet."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ..block.candidates import Prepared, prepare
from ..files.table import NO_OPTIONS, FileOptions, read_table
from ..identify.decisions import LABEL_COLUMNS
from ..standardise.records import RECORD_COLUMNS, read_records, standard_values
from ..tables import InputError, require, slice_schema

WAREHOUSE = ".duckdb"
ENDLESS = "date '9999-12-31'"
NAMED = "source_system || ':' || customer_id"
HUB = f"select lower(hex(customer_hk)) as record_id, {NAMED} as uid, customer_uid"


@dataclass(frozen=True)
class Result:
    """Pairs (columns of pairs.parquet), clusters (uid, customer_uid), decisions (uid_l, uid_r,
    decision)."""

    pairs: pd.DataFrame
    clusters: pd.DataFrame
    decisions: pd.DataFrame | None = None


def is_warehouse(path: Path) -> bool:
    """Whether a path is the warehouse's database and not a file of records."""
    return path.suffix == WAREHOUSE


def read_result(path: Path, decisions: Path | None = None) -> Result:
    """Read the folder that `match` wrote, or the warehouse, in which a uid is SOURCE:KEY."""
    given = read_decisions(decisions)
    if not is_warehouse(path):
        pairs, clusters = (read_table(path / f"{name}.parquet") for name in ("pairs", "clusters"))
        return Result(pairs, clusters, given)
    with _open(path) as opened:
        pairs = opened.execute(
            "select source_system_l || ':' || customer_id_l as uid_l,"
            " source_system_r || ':' || customer_id_r as uid_r,"
            " match_score, tier, rule_score, columns('match_weight_.*'), guard_code, reasons,"
            " replace(decided_by, 'match model ', '') as model_version"
            " from marts.mdm_match_pairs order by uid_l, uid_r"
        ).df()
        clusters = opened.execute(
            f"select {NAMED} as uid, customer_uid from business_vault.customer_identity"
            " order by uid"
        ).df()
        return Result(pairs, clusters, given if given is not None else _decided(opened))


def read_shown_records(path: Path, options: FileOptions = NO_OPTIONS) -> pd.DataFrame:
    """Read records as delivered: uid, record_id, first_known and RECORD_COLUMNS."""
    if not is_warehouse(path):
        records = read_records(path, options)
        shown = records.reindex(columns=["uid", *RECORD_COLUMNS])
        return shown.assign(record_id=records["uid"], first_known="1900-01-01")
    with _open(path) as opened:
        return opened.execute(
            f"with identity as ({HUB} from business_vault.customer_identity)"
            " select identity.uid, versions.record_id,"
            " cast(min(known_from) over (partition by record_id) as varchar) as first_known,"
            f" {', '.join(RECORD_COLUMNS)}"
            " from business_vault.customer_record_versions as versions"
            " inner join identity using (record_id)"
            f" qualify cast(known_to as date) = {ENDLESS} order by uid"
        ).df()


def read_standard_values(
    path: Path,
    reference: Mapping[str, pd.DataFrame],
    version: str,
    options: FileOptions = NO_OPTIONS,
) -> pd.DataFrame:
    """Read records as compared: uid and standard_<field> of RECORD_COLUMNS."""
    if not is_warehouse(path):
        records = read_records(path, options)
        return standard_values(records, reference, version, options.day_order)
    columns = ", ".join(f"records.{name} as standard_{name}" for name in RECORD_COLUMNS)
    with _open(path) as opened:
        return opened.execute(
            f"with identity as ({HUB} from business_vault.customer_identity)"
            f" select identity.uid, {columns}"
            " from business_vault.standardised_records as records"
            f" inner join identity using (record_id) where cast(known_to as date) = {ENDLESS}"
            " order by uid"
        ).df()


def read_prepared(path: Path) -> Prepared:
    """Read the warehouse's current standardised records and candidate pairs."""
    with _open(path) as opened:
        records = opened.execute(
            f"with identity as ({HUB} from business_vault.customer_identity)"
            " select records.* exclude (known_from), identity.uid,"
            " date '1900-01-01' as known_from"
            " from business_vault.matchable_records as records"
            f" inner join identity using (record_id) where cast(known_to as date) = {ENDLESS}"
            " order by version_id"
        ).df()
        pairs = opened.execute(
            "select version_id_l, version_id_r, record_id_l, record_id_r, known_to,"
            " date '1900-01-01' as known_from"
            f" from business_vault.scored_pairs where cast(known_to as date) = {ENDLESS}"
            " order by version_id_l, version_id_r"
        ).df()
    names = dict(zip(records["record_id"], records["uid"], strict=True))
    versions = dict(zip(records["version_id"], records["uid"], strict=True))
    records = records.assign(record_id=records["uid"], version_id=records["uid"]).drop(
        columns="uid"
    )
    for side in "lr":
        pairs[f"record_id_{side}"] = pairs[f"record_id_{side}"].map(names)
        pairs[f"version_id_{side}"] = pairs[f"version_id_{side}"].map(versions)
    return Prepared(records, pairs.dropna(subset=["version_id_l", "version_id_r"]), pairs.head(0))


def read_prepared_input(
    path: Path,
    reference: Mapping[str, pd.DataFrame],
    version: str,
    options: FileOptions = NO_OPTIONS,
) -> Prepared:
    """Read the warehouse's candidates, or standardise and block a file of records."""
    if is_warehouse(path):
        return read_prepared(path)
    return prepare(read_records(path, options), reference, version, options.day_order)


def read_decisions(path: Path | None) -> pd.DataFrame | None:
    """Read decisions (uid_l, uid_r, decision); raises InputError for a missing column."""
    if path is None:
        return None
    if is_warehouse(path):
        with _open(path) as opened:
            return _decided(opened)
    decisions = read_table(path)
    require(decisions, LABEL_COLUMNS, path)
    return decisions


@contextmanager
def _open(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    try:
        with duckdb.connect(str(path), read_only=True) as opened:
            yield opened
    except duckdb.Error as error:
        raise InputError(f"{path}: cannot be read ({error})") from error


def _decided(opened: duckdb.DuckDBPyConnection) -> pd.DataFrame | None:
    known = opened.execute(
        "select 1 from information_schema.tables where table_name = 'steward_pair_decisions'"
    ).fetchall()
    if not known:
        return None
    return opened.execute(
        "select source_system_l || ':' || customer_id_l as uid_l,"
        " source_system_r || ':' || customer_id_r as uid_r, decision, steward, reason,"
        " cast(decided_at as varchar) as decided_at"
        " from business_vault.steward_pair_decisions order by decided_at, decision_id"
    ).df()


def write_slices(slices: Iterable[pd.DataFrame], path: Path) -> Iterator[pd.DataFrame]:
    """Write scored pairs as one Parquet file and yield each slice after it is written.

    Numbers are float64, everything else is text.
    """
    writer = None
    try:
        for part in slices:
            schema = slice_schema(part)
            writer = writer or pq.ParquetWriter(path, schema)
            writer.write_table(pa.Table.from_pandas(part, schema, preserve_index=False))
            yield part
    finally:
        if writer:
            writer.close()
