"""Renders the project for Snowflake without an account: `render_offline.py TARGET_PATH`.

dbt compiles offline except for two queries of models: does the table exist, and must all of it be
refreshed? The first is answered here with no for a first load, and with yes for a later one if the
project has such a table; the second, a count of rows, with 0. Tables have no known columns. The
project is parsed once, with deprecations shown; what each load compiles goes to `<load>.json`, a
mapping of unique ids to SQL. The project's own tests are compiled for the first load, because no
test asks whether a table exists; dbt's own are not. The hooks of a node are rendered with it, as in
a build, and those of the run with the first node; they go to `<load>_hooks.json`, with what their
macros send.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

import agate
from dbt.adapters.contracts.connection import AdapterResponse
from dbt.adapters.snowflake.impl import SnowflakeAdapter
from dbt.cli.main import dbtRunner
from dbt.clients.jinja import get_rendered
from dbt.compilation import Compiler
from dbt.contracts.graph.nodes import HookNode

LOADS = ("first", "later")
# Resources whose SQL differs between the first and a later load.
COMPILED_TWICE = [f"resource_type:{kind}" for kind in ("model", "analysis", "snapshot")]
GENERIC_TESTS = Path(__file__).resolve().parents[2] / "generic"
COMPILED_ONCE = ["test_type:singular"]
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
        compiled = self.compile_node(compiler, node, manifest, *more, **options)
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
        self.rendered[node.unique_id] = ";\n".join([*statements, *self.sent])

    def execute(self, adapter, sql: str, *arguments, **options) -> tuple:
        """Keep a statement that a macro sends; answer a count with 0 and others with no rows."""
        self.sent.append(sql)
        is_count = sql.lstrip().lower().startswith("select count(")
        return AdapterResponse("offline"), agate.Table([[0]] if is_count else [], ["count"])


def main(target_path: str) -> int:
    """Compile all models for both loads, and our tests for the first; return 0 on success."""
    gc.set_threshold(200_000, 50, 50)
    snowflake = ["--target", "snowflake", "--target-path", target_path, "--no-write-json"]
    parsed = dbtRunner().invoke(["parse", *snowflake, "--show-all-deprecations"])
    if not parsed.success:
        return 1
    SnowflakeAdapter.get_columns_in_relation = lambda self, relation: []
    hooks = HookRenderer()
    SnowflakeAdapter.execute = lambda self, *arguments, **options: hooks.execute(
        self, *arguments, **options
    )
    offline = ["--no-introspect", "--no-populate-cache"]
    tables = {node.alias for node in parsed.result.nodes.values()}
    for load in LOADS:

        def get_relation(self, database, schema, identifier, load=load):
            if load == "first" or identifier not in tables:
                return None
            return self.Relation.create(database, schema, identifier, type="table")

        SnowflakeAdapter.get_relation = get_relation
        hooks.rendered.clear()
        command = ["--quiet", "compile", *snowflake, *offline]
        command += ["--select", *COMPILED_TWICE, *(COMPILED_ONCE if load == "first" else [])]
        if not dbtRunner(manifest=parsed.result).invoke(command).success:
            return 1
        nodes = parsed.result.nodes.values()
        compiled = {node.unique_id: getattr(node, "compiled_code", None) for node in nodes}
        for name, rendered in ((load, compiled), (f"{load}_hooks", hooks.rendered)):
            Path(target_path, f"{name}.json").write_text(json.dumps(rendered), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
