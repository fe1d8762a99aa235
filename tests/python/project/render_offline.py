"""Renders the project for Snowflake without an account: `render_offline.py TARGET_PATH [whole]`.

dbt compiles offline except for two queries of models: does the table exist, and must all of it be
refreshed? The first is answered here with no for a first load, and with yes for a later one if the
project has such a table; the second, a count of rows, with 0. Tables have no known columns. The
project is parsed once, with deprecations shown; what each load compiles goes to `<load>.json`, a
mapping of unique ids to SQL. Analyses, snapshots and the project's own tests are compiled for the
first load, because none of them asks whether a table exists; dbt's own tests are not. The hooks of
a node are rendered with it, as in a build, and those of the run with the first node; they go to
`<load>_hooks.json`, with what their macros send.

What dbt sends in a build, such as the statements around a model's SQL, goes to `<load>_sent.json`,
and what operations send to `operations_sent.json`. With `whole` the builds are of the whole project
and nothing is compiled before; otherwise they have one node of each kind, and all unit tests.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import agate
from dbt.adapters.contracts.connection import AdapterResponse
from dbt.adapters.snowflake.impl import SnowflakeAdapter
from dbt.cli.main import dbtRunner
from dbt.clients.jinja import get_rendered
from dbt.compilation import Compiler
from dbt.contracts.graph.manifest import Manifest
from dbt.contracts.graph.nodes import HookNode
from offline_build import (
    FACTS,
    answer,
    build,
    existing_relations,
    install,
    learn,
    operate,
    representatives,
)

from warehouse.faster_dbt.dbt_shortcuts import take_shortcuts

LOADS = ("first", "later")
ONE_THREAD = ("--threads", "1")
# The SQL of models depends on whether tables exist; that of everything else does not.
COMPILED_TWICE = ["resource_type:model"]
GENERIC_TESTS = Path(__file__).resolve().parents[2] / "generic"
COMPILED_ONCE = ["resource_type:analysis", "resource_type:snapshot", "test_type:singular"]
COMPILED_ONCE += [f"test_name:{file.stem}" for file in GENERIC_TESTS.glob("*.sql")]


class HookRenderer:
    """Renders the hooks of each node that dbt compiles, by unique id in `rendered`."""

    def __init__(self) -> None:
        self.rendered: dict[str, str] = {}
        self.sent: list[str] = []
        self.compile_node = Compiler.compile_node
        Compiler.compile_node = lambda compiler, node, manifest, *more, **options: (
            self.compile_with_hooks(compiler, node, manifest, *more, **options)
        )

    def compile_with_hooks(self, compiler, node, manifest, *more, **options):
        """Compile a node as dbt does, then render its hooks."""
        compiled = self.compile_node(compiler, node, manifest, *more, write=False, **options)
        if not self.rendered:
            for hook in manifest.nodes.values():
                if isinstance(hook, HookNode):
                    self.render(compiler, hook, manifest, [hook.raw_code])
        found = [getattr(node.config, name, []) for name in ("pre_hook", "post_hook")]
        if hooks := [hook.sql for hook in (*found[0], *found[1])]:
            self.render(compiler, node, manifest, hooks)
        return compiled

    def render(self, compiler, node, manifest, hooks: list[str]) -> None:
        """Render hooks as in a build without results."""
        context = compiler._create_node_context(node, manifest, {"results": []})
        context["flags"].WHICH = "build"
        self.sent.clear()
        statements = [get_rendered(hook, context, node) for hook in hooks]
        rendered = [sql.strip().removesuffix(";") for sql in (*statements, *self.sent)]
        self.rendered[node.unique_id] = ";\n".join(filter(None, rendered))

    def execute(self, adapter, sql: str, *arguments, **options) -> tuple:
        """Keep a statement that a macro sends; answer a count with 0 and others with no rows.

        What a run asks once, whichever node is the first, is answered as in a build.
        """
        if any(found[0] in sql for found in FACTS):
            names, rows = answer(sql)
            return AdapterResponse("offline"), agate.Table(rows, names)
        self.sent.append(sql)
        is_count = sql.lstrip().lower().startswith("select count(")
        return AdapterResponse("offline"), agate.Table([[0]] if is_count else [], ["count"])


def write(target_path: str, name: str, found: dict) -> None:
    """Write what was rendered."""
    Path(target_path, f"{name}.json").write_text(json.dumps(found), encoding="utf-8")


def compile_loads(manifest: Manifest, snowflake: list[str], target_path: str) -> bool:
    """Compile all models for both loads, and our tests for the first; return whether it worked."""
    SnowflakeAdapter.get_columns_in_relation = lambda self, relation: []
    learn(manifest)
    execute, hooks = SnowflakeAdapter.execute, HookRenderer()
    SnowflakeAdapter.execute = lambda self, *arguments, **options: hooks.execute(
        self, *arguments, **options
    )
    offline = ["--no-introspect", "--no-populate-cache", *ONE_THREAD]
    for load in LOADS:
        SnowflakeAdapter.get_relation = existing_relations(load, manifest)
        hooks.rendered.clear()
        command = ["--quiet", "compile", *snowflake, *offline]
        command += ["--select", *COMPILED_TWICE, *(COMPILED_ONCE if load == "first" else [])]
        if not dbtRunner(manifest=manifest).invoke(command).success:
            return False
        nodes = manifest.nodes.values()
        compiled = {node.unique_id: getattr(node, "compiled_code", None) for node in nodes}
        write(target_path, load, compiled)
        write(target_path, f"{load}_hooks", hooks.rendered)
    SnowflakeAdapter.execute, Compiler.compile_node = execute, hooks.compile_node
    return True


def main(target_path: str, form: str = "short") -> int:
    """Render the project; return 0 on success."""
    take_shortcuts()
    snowflake = ["--target", "snowflake", "--target-path", target_path, "--no-write-json"]
    snowflake += ["--log-level-file", "none"]
    parsed = dbtRunner().invoke(["parse", *snowflake, "--show-all-deprecations"])
    if not parsed.success:
        return 1
    manifest = parsed.result
    is_whole = form == "whole"
    if not is_whole and not compile_loads(manifest, snowflake, target_path):
        return 1
    install(manifest)
    selected = [] if is_whole else representatives(manifest)
    for load in LOADS:
        SnowflakeAdapter.get_relation = existing_relations(load, manifest)
        write(target_path, f"{load}_sent", build(manifest, [*snowflake, *ONE_THREAD], selected))
    write(target_path, "operations_sent", operate(manifest, snowflake))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
