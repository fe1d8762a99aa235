"""A small dbt project with this project's macros and one feed, which lands in a folder.

A run takes about a second, so each kind of bad file can be tested with the real macros.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import duckdb
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from dbt_in_process import UNLOGGED, clear_compiled, close_connections
from reference_build import install_packages
from warehouse.landing.feed_shapes import FeedShape
from warehouse.landing.landed_files import known_files, record_files
from warehouse.landing.landing_files import check_landing

DELIVERY = ("_loaded_at", "_batch_id", "_record_source")
COLUMNS = ("ORDER_ID", "AMOUNT", "NOTE", "DAY", "SEEN_AT", *DELIVERY)
SHAPE = FeedShape(
    name="orders",
    columns=COLUMNS,
    required=frozenset({"ORDER_ID", *DELIVERY}),
    numbers=frozenset({"AMOUNT"}),
)
DECLARATION = """
{%% macro feed_declarations() %%}{{ return({'orders': {
    'time_zone': 'UTC',
    'stage': 'stg_orders',
    'vault_key': ['order_id'],
    'vault_tables': ['sat_order'],
    %s
    'columns': {
        'ORDER_ID': {'kind': 'string', 'is_required': true, 'is_key': true, 'key_position': 1,
                     'pattern': '[A-Za-z0-9_.:-]+', 'max_length': 64},
        'AMOUNT': {'kind': 'number', 'precision': 38, 'scale': 6,
                   'at_least': '-1e30', 'at_most': '1e30'},
        'NOTE': {'kind': 'string', 'max_length': 4000},
        'DAY': {'kind': 'date', 'format': 'YYYYMMDD',
                'at_least': '1950-01-01', 'at_most': '2099-12-31'},
        'SEEN_AT': {'kind': 'timestamp', 'format': 'iso',
                    'at_least': '1970-01-01', 'at_most': '2099-12-31'},
        %s
    },
}%s}) }}{%% endmacro %%}
"""
# The limits of the gate of the feed; most tests do without it.
GATE = "'gate': {'completeness': '0.9', 'null_share': '0.05', 'holds': true},"
# The log by which a file is accepted; most tests do without it.
LOG_COLUMNS = (
    "acceptance_id", "feed", "file", "accepts", "accepted_at", "steward", "reason", *DELIVERY,
)  # fmt: skip
LOG_DECLARATION = """, 'accepted_files': {
    'time_zone': 'UTC', 'is_optional': true, 'stage': 'stg_stewardship__accepted_files',
    'vault_key': ['acceptance_id'], 'vault_tables': ['ref_accepted_files'],
    'columns': {
        'acceptance_id': {'kind': 'string', 'is_required': true, 'is_key': true,
                          'key_position': 1, 'pattern': '[A-Za-z0-9_.:-]+', 'max_length': 128},
        'feed': {'kind': 'string', 'is_required': true, 'max_length': 200},
        'file': {'kind': 'string', 'is_required': true, 'max_length': 1000},
        'accepts': {'kind': 'string', 'codes': ['CONFLICTS', 'GATE', 'REJECT']},
        'accepted_at': {'kind': 'timestamp', 'is_required': true, 'format': 'plain',
                        'at_least': '1970-01-01', 'at_most': '2099-12-31'},
        'steward': {'kind': 'string', 'is_required': true, 'max_length': 1000},
        'reason': {'kind': 'string', 'is_required': true, 'max_length': 4000},
    },
}"""
LOG_MODELS = {
    "ref_accepted_files": "select * from {{ ref('stg_stewardship__accepted_files') }}",
    "quarantine_stewardship__accepted_files": "{{ quarantine('accepted_files') }}",
}
PROJECT = """
name: small
profile: small
flags: {send_anonymous_usage_stats: false, require_generic_test_arguments_property: true}
packages-install-path: "%s"
vars:
  load_until: ""
  as_of_date: ""
  landing: ""
  calendar_until: "2026-12-31"
  rebuild_from_landing: false
  match_model_version: "2"
  hash: SHA
  now: ""
on-run-start:
  - "{{ create_bookkeeping() }}"
  - "{{ create_operations() }}"
  - "{{ check_vars() }}"
  - "{{ check_landing() }}"
dispatch: [{macro_namespace: automate_dv, search_order: [small, automate_dv]}]
models:
  small:
    +materialized: incremental
    +incremental_strategy: refresh
    +on_schema_change: append_new_columns
    +pre-hook: "{{ list_pending_loads() }}"
    +post-hook: "{{ mark_processed(is_hook=true) }}"
    +meta: {load_column: landed_in}
    landing_orders: {+materialized: view, +meta: {load_column: _landed_in}}
    landing_accepted_files: {+materialized: view, +meta: {load_column: _landed_in}}
    ref_accepted_files: {+meta: {load_column: loaded_at}, +materialized: table}
    quarantine_stewardship__accepted_files: {+meta: {load_column: _landed_in}}
    quarantine_orders: {+meta: {load_column: _landed_in}}
    stg_orders: {+post-hook: "{{ measure_null_shares() }}"}
    sat_order: {+meta: {load_column: loaded_at}}
"""
PROFILE = """
small:
  target: duckdb
  outputs:
    duckdb:
      type: duckdb
      path: "{{ env_var('SMALL_PATH') }}"
      settings: {TimeZone: UTC}
"""
MODELS = {
    "landing_orders": "{{ landing('orders') }}",
    "stg_orders": """
        with typed as (
            select
                {{ clean_text('ORDER_ID') }} as order_id, AMOUNT, NOTE, DAY, SEEN_AT,
                cast(_loaded_at as timestamp) as effective_from,
                cast(_loaded_at as timestamp) as loaded_at, _batch_id as batch_id,
                _landed_in as landed_in, _record_source as record_source
            from {{ ref('landing_orders') }}
            where {{ is_pending('orders') }} and quarantine_reason is null
        )
        {{ flag_conflicts('typed', 'orders') }}
    """,
    "quarantine_orders": "{{ quarantine('orders') }}",
    "stg_orders_files": "{{ snapshot_files('orders') }}",
    "stg_orders_presence": """
        select distinct ORDER_ID as order_id, snapshot_at, _landed_in as landed_in
        from ({{ snapshot_rows('orders') }}) as source
        where has_key = 1 and snapshot_at is not null
    """,
    "sat_order": """
        select distinct order_id, effective_from, loaded_at
        from {{ released_rows('stg_orders') }} as staged
        where not is_conflicting
        {% if is_later_load() %}
            and landed_in in ({{ pending_loads('stg_orders') }})
            and (order_id, loaded_at) not in (select order_id, loaded_at from {{ this }})
        {% endif %}
    """,
}
# A view in place of a seed.
SEED = """
    {{ config(materialized='view', meta={'load_column': none}) }}
    select
        'D-0' as "ORDER_ID", '1' as "AMOUNT", cast(null as varchar) as "NOTE", '20260110' as "DAY",
        cast(null as varchar) as "SEEN_AT", '2026-01-10 10:00:00' as "_loaded_at",
        'B000' as "_batch_id", 'SEED' as "_record_source"
"""
MACROS = ("checks", "erasure", "gates", "landing", "loads", "runs", "types", "vault")


def write_project(
    folder: Path, root: Path, new_column: str, *, has_log: bool, has_gate: bool
) -> None:
    """Write the project into a folder; root: the folder of this project."""
    declared = f"'{new_column}': {{'kind': 'string', 'max_length': 100}}," if new_column else ""
    for name in MACROS:
        shutil.copytree(root / "macros" / name, folder / "macros" / name)
    shutil.copy(root / "macros" / "generate_schema_name.sql", folder / "macros")
    (folder / "macros" / "landing" / "feed_declarations.sql").write_text(
        DECLARATION % (GATE if has_gate else "", declared, LOG_DECLARATION if has_log else "")
    )
    (folder / "dbt_project.yml").write_text(PROJECT % (root / "dbt_packages"))
    shutil.copy(root / "packages.yml", folder)
    shutil.copytree(root / "packages", folder / "packages")
    (folder / "profiles.yml").write_text(PROFILE)
    (folder / "models").mkdir()
    for name, query in (MODELS | LOG_MODELS if has_log else MODELS).items():
        (folder / "models" / f"{name}.sql").write_text(query)
    for name in ("staging/deliveries/stg_landing__deliveries", "raw_vault/audit/load_counts"):
        shutil.copy(root / "models" / f"{name}.sql", folder / "models")
    (folder / "tests").mkdir()
    tests = ["every_row_that_arrived_was_read"]
    if has_log:
        tests.append("every_acceptance_takes_effect")
        for name in (
            "landing/landing_accepted_files",
            "stewardship/stg_stewardship__accepted_files",
        ):
            shutil.copy(root / "models" / "staging" / f"{name}.sql", folder / "models")
    for name in tests:
        shutil.copy(root / "tests" / "raw_vault" / f"{name}.sql", folder / "tests")


@dataclass
class Landed:
    """A landing folder with files of the feed `orders`, and a database to load them into."""

    project: Path
    folder: Path
    manifest: Manifest = field(repr=False)
    shape: FeedShape = SHAPE

    @property
    def database(self) -> Path:
        """The database; it may not exist."""
        return self.folder / "test.duckdb"

    @property
    def landing(self) -> Path:
        """The landing folder."""
        return self.folder / "landing"

    def write(self, name: str, content: bytes) -> Path:
        """Write a file of the feed."""
        path = self.landing / "orders" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def run(self, *arguments: str, dbt_vars: Mapping[str, object] | None = None) -> str:
        """Run dbt; returns its error, or "" on success."""
        given = {"landing": str(self.landing)} | dict(dbt_vars or {})
        command = [
            *UNLOGGED,
            "--no-write-json",
            *(arguments or ("build",)),
        ]
        command += ["--project-dir", str(self.project), "--profiles-dir", str(self.project)]
        command += ["--target-path", str(self.folder / "target"), "--vars", repr(given)]
        clear_compiled(self.manifest)
        try:
            with mock.patch.dict(os.environ, {"SMALL_PATH": str(self.database)}):
                result = dbtRunner(manifest=self.manifest).invoke(command)
        finally:
            close_connections()
        done = getattr(result.result, "results", None) or []
        errors = [str(node.message) for node in done if str(node.status) in ("error", "fail")]
        if result.exception:
            errors.append(str(result.exception))
        return "\n".join(errors) or ("" if result.success else "failed")

    def make(self, **dbt_vars: object) -> str:
        """Check the landing as `make build` does, then run dbt; returns the first problem."""
        known = known_files(self.database, "bookkeeping")
        checked = check_landing(self.landing, {"orders": self.shape}, known)
        if checked.problems:
            return str(checked.problems[0]).replace(str(self.landing), "DIR")
        record_files(self.database, "bookkeeping", checked.files, known)
        return self.run(dbt_vars=dbt_vars)

    def rows(self, query: str) -> list[tuple]:
        """The rows of a query on the database."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(query).fetchall()


def parse(
    folder: Path,
    root: Path,
    new_column: str = "",
    *,
    has_log: bool = False,
    has_gate: bool = False,
    desk_feed: str = "",
) -> Manifest:
    """Write the project into a folder and parse it.

    new_column: a further column that the feed declares. has_log: whether files can be accepted.
    has_gate: whether a gate holds deliveries of the feed back.
    desk_feed: the feed to which the steward desk adds; it also has a seed, of one row.
    """
    install_packages()
    write_project(folder, root, new_column, has_log=has_log, has_gate=has_gate)
    if desk_feed:
        macro = folder / "macros" / "landing" / "desk_feeds.sql"
        macro.write_text(
            f"{{% macro desk_feeds() %}}{{{{ return(['{desk_feed}']) }}}}{{% endmacro %}}"
        )
        (folder / "models" / f"{desk_feed}.sql").write_text(SEED)
        view = folder / "models" / f"landing_{desk_feed}.sql"
        view.write_text(f"-- depends_on: {{{{ ref('{desk_feed}') }}}}\n{view.read_text()}")
    command = ["--quiet", "parse", "--project-dir", str(folder), "--profiles-dir", str(folder)]
    command += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
    with mock.patch.dict(os.environ, {"SMALL_PATH": str(folder / "test.duckdb")}):
        result = dbtRunner().invoke([*command, "--vars", "{landing: none}"])
    assert result.success, str(result.exception)
    return result.result
