"""Runs dbt in this process on a project parsed once: a run of one small model takes seconds.

The manifest contains the name of the database, which DuckDB takes from its file name. So every
database that a parsed project runs on has the same file name, in another folder.
"""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unittest import mock

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.factory import get_adapter, register_adapter
from dbt.artifacts.resources import Hook
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.compilation import Linker
from dbt.config import RuntimeConfig
from dbt.context.providers import generate_runtime_macro_context
from dbt.contracts.graph.manifest import Manifest
from dbt.contracts.graph.nodes import CompiledNode, HookNode
from dbt.flags import set_from_args
from dbt.mp_context import get_mp_context
from dbt.node_types import NodeType
from dbt.parser.manifest import extended_mashumuro_decoder
from dbt_common.context import set_invocation_context
from dbt_common.events.base_types import EventMsg
from dbt_common.events.event_manager import EventManager
from dbt_common.events.event_manager_client import ctx_set_event_manager, get_event_manager
from google.protobuf.json_format import MessageToJson

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "test.duckdb"
FAILURES = ("error", "fail", "runtime error")
# dbt formats each message for each log, even those that it then drops because of the log's level.
UNLOGGED = ("--log-level", "none", "--log-level-file", "none")
# Runs in this process set no comments: those of 300 tables take seconds, and only the build of
# target/test.duckdb needs them.
COMMENTS = "set_comments()"


def dbt_environment(database: Path | str, target: Path) -> dict[str, str]:
    """The environment variables of a dbt run on a database, with its output in `target`."""
    return {
        "C360_DUCKDB_PATH": str(database),
        # In the format for older readers, each run would rewrite the metadata of all tables.
        "C360_STORAGE_VERSION": "latest",
        # Embedding the messages of the sample takes over ten seconds; a test that needs embeddings
        # sets the variable.
        "C360_EMBED_MESSAGES": os.environ.get("C360_EMBED_MESSAGES", "false"),
        "DBT_PROFILES_DIR": str(ROOT),
        "DBT_PROJECT_DIR": str(ROOT),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "False",
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(target / "logs"),
    }


def clear_compiled(manifest: Manifest) -> None:
    """Let the next run compile all models: dbt would reuse the SQL of ephemeral ones."""
    for node in manifest.nodes.values():
        if isinstance(node, CompiledNode) and node.compiled:
            node.compiled = node.extra_ctes_injected = False


def close_connections() -> None:
    """Close dbt's connection to DuckDB, which would keep the file locked."""
    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
    DuckDBConnectionManager.close_all_connections()


@contextmanager
def recorded(log: Path) -> Iterator[Callable[[EventMsg], None]]:
    """A listener that writes each statement of a run to a log, which `recorded_runs` reads."""
    lines: list[str] = []  # not a file, in which the lines of several threads could mix
    events = get_event_manager()
    ctx_set_event_manager(EventManager())

    def listener(event: EventMsg) -> None:
        if event.info.name == "SQLQuery":
            lines.append(MessageToJson(event, indent=None, preserving_proto_field_name=True) + "\n")

    try:
        yield listener
    finally:
        ctx_set_event_manager(events)
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("".join(lines), encoding="utf-8")


@dataclass(frozen=True)
class Outcome:
    """The result of a dbt run: name of each node except hooks -> its status, and errors."""

    success: bool
    statuses: dict[str, str]
    errors: str

    def named(self, status: str) -> set[str]:
        """The nodes that ended with a status, such as "skipped"."""
        return {name for name, found in self.statuses.items() if found == status}


def outcome_of(result: dbtRunnerResult) -> Outcome:
    """The outcome of a dbtRunner result."""
    results = getattr(result.result, "results", None) or []
    statuses = {
        done.node.name: str(done.status)
        for done in results
        if done.node.resource_type != NodeType.Operation
    }
    errors = [
        f"{done.node.name}: {done.message}" for done in results if str(done.status) in FAILURES
    ]
    if result.exception:
        errors.append(str(result.exception))
    return Outcome(result.success, statuses, "\n".join(errors))


@contextmanager
def configured(
    database: Path | str,
    output: Path,
    dbt_vars: Mapping[str, Any] = MappingProxyType({}),
    **options: str,
) -> Iterator[RuntimeConfig]:
    """dbt's configuration for a database, with its adapter registered, as before a parse.

    output: the folder of dbt's artifacts. options: other options of dbt, such as target.
    """
    known = dict.fromkeys(("profile", "target", "threads", "target_path", "log_path"))
    arguments = Namespace(
        project_dir=str(ROOT), profiles_dir=str(ROOT), vars=dict(dbt_vars), which="parse",
        **known | options,
    )  # fmt: skip
    with mock.patch.dict(os.environ, dbt_environment(database, output)):
        set_invocation_context(os.environ)
        set_from_args(arguments, None)
        config = RuntimeConfig.from_args(arguments)
        register_adapter(config, get_mp_context())
        yield config


class Project:
    """The project parsed with some vars, to run on any database called test.duckdb.

    parsed: the partial_parse.msgpack that dbt wrote. dbt_vars: the vars of the parse, which each
    run repeats. A run may change a var that is read when SQL is compiled; a var that determines
    names or enabled nodes needs another parse. A run writes artifacts only if `keeps_artifacts` is
    true, because that takes longer than a small model.
    """

    def __init__(self, parsed: Path, dbt_vars: Mapping[str, Any]) -> None:
        self.parsed = parsed
        self.dbt_vars = dict(dbt_vars)

    @cached_property
    def manifest(self) -> Manifest:
        """The parsed project without the hook that sets comments."""
        content = self.parsed.read_bytes()
        manifest = Manifest.from_msgpack(content, decoder=extended_mashumuro_decoder)
        hooks = [node for node in manifest.nodes.values() if isinstance(node, HookNode)]
        for hook in hooks:
            if COMMENTS in hook.raw_code:
                del manifest.nodes[hook.unique_id]
        manifest.build_flat_graph()
        return manifest

    def listed(self, database: Path, *arguments: str) -> list[str]:
        """The names that `dbt ls` lists, without reading a database."""
        result = self._invoke(database, "ls", "--output", "name", *arguments, dbt_vars=None)
        assert result.success, str(result.exception)
        return result.result

    def attempt(
        self,
        database: Path,
        *arguments: str,
        dbt_vars: Mapping[str, Any] | None = None,
        keeps_artifacts: bool = False,
    ) -> Outcome:
        """Run dbt on a database and return the outcome."""
        result = self._invoke(
            database, *arguments, dbt_vars=dbt_vars, keeps_artifacts=keeps_artifacts
        )
        return outcome_of(result)

    def _invoke(
        self,
        database: Path,
        *arguments: str,
        dbt_vars: Mapping[str, Any] | None,
        callbacks: Sequence[Callable[[EventMsg], None]] = (),
        keeps_artifacts: bool = False,
    ) -> dbtRunnerResult:
        """Run dbt and close its connection."""
        assert database.name == DATABASE, f"name it {DATABASE}, as in the manifest"
        target = database.parent / "target"
        clear_compiled(self.manifest)
        given = json.dumps(self.dbt_vars | dict(dbt_vars or {}))
        command = [*UNLOGGED, *arguments, "--vars", given]
        command += ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
        command += ["--target-path", str(target), "--log-path", str(target / "logs")]
        if not keeps_artifacts:
            command.append("--no-write-json")
        try:
            # The build of target/test.duckdb has already checked that the graph has no cycle.
            with (
                mock.patch.dict(os.environ, dbt_environment(database, target)),
                mock.patch.object(Linker, "find_cycles", return_value=None),
            ):
                return dbtRunner(self.manifest, list(callbacks)).invoke(command)
        finally:
            close_connections()

    def run(self, database: Path, *arguments: str, **options: Any) -> Outcome:
        """Run dbt on a database, as `attempt` does; fail with its errors if dbt fails."""
        outcome = self.attempt(database, *arguments, **options)
        assert outcome.success, outcome.errors[-6000:]
        return outcome

    @contextmanager
    def failing(self, unique_id: str) -> Iterator[None]:
        """In the block a model fails after it has written its rows, before they are committed."""
        hooks = self.manifest.nodes[unique_id].config.post_hook
        hooks.append(Hook(sql="select error('this model was made to fail')"))
        try:
            yield
        finally:
            hooks.pop()

    @contextmanager
    def parsed_for_retries(self) -> Iterator[None]:
        """In the block `dbt retry` uses the parsed project; otherwise it parses it again."""

        def prepare(runtime_config: RuntimeConfig, *_: object) -> Manifest:
            register_adapter(runtime_config, get_mp_context())
            adapter = get_adapter(runtime_config)
            adapter.set_macro_context_generator(generate_runtime_macro_context)
            adapter.set_macro_resolver(self.manifest)
            return self.manifest

        with mock.patch("dbt.task.retry.parse_manifest", prepare):
            yield

    def record(self, database: Path, log: Path, *arguments: str) -> None:
        """Run dbt on a database, and write all statements to a log; fail if dbt fails."""
        with recorded(log) as listener:
            result = self._invoke(database, *arguments, dbt_vars=None, callbacks=[listener])
        assert result.success, str(result.exception)

    def operate(self, database: Path, macro: str) -> None:
        """Run a macro on a database as an operation; fail if dbt fails."""
        result = self._invoke(database, "run-operation", macro, dbt_vars=None)
        assert result.success, f"dbt run-operation {macro} failed on {database}"
