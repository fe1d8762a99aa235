"""Compiles the templates of hooks and tests once per build instead of once per node.

For each node, dbt compiles its hooks and, for a test, the call of its macro again: a third of the
templates of a build repeat another one. The code of a template does not depend on the node. With an
unknown version of dbt or Jinja, nothing changes.
"""

from __future__ import annotations

from types import CodeType
from typing import Any

from dbt_common.clients.jinja import (
    MacroFuzzEnvironment,
    NativeSandboxEnvironment,
    get_environment,
    get_template,
)
from jinja2 import Environment

from warehouse.faster_dbt.known_code import is_known

# The code that this relies on, and the digest of its source in dbt-common 1.39 and Jinja 3.1.
RELIED_ON = (
    MacroFuzzEnvironment,
    NativeSandboxEnvironment,
    get_environment,
    get_template,
    Environment.compile,
    Environment.from_string,
)
KNOWN = "59f4af3b63d8397e72eda1f8758ea0b7fd5269017a1be77c699df6708a9aaf8e"
# Longest template that is kept, in characters: hooks and macro calls, not models.
LONGEST = 200

compile_template = Environment.compile


def compiled_once(
    codes: dict[tuple[type[Environment], str], CodeType],
    environment: Environment,
    source: Any,
    options: dict[str, Any],
) -> CodeType:
    """The code of a template, from `codes` if it is there. options: of Jinja's `compile`."""
    if options or not isinstance(source, str) or len(source) > LONGEST:
        return compile_template(environment, source, **options)
    key = (type(environment), source)
    if key not in codes:
        codes[key] = compile_template(environment, source)
    return codes[key]


def compile_once() -> bool:
    """Let dbt compile equal templates once if its version is known; returns whether it is."""
    known = is_known(RELIED_ON, KNOWN)
    if known:
        codes: dict[tuple[type[Environment], str], CodeType] = {}

        def compile_known(self, source, **options):
            return compiled_once(codes, self, source, options)

        MacroFuzzEnvironment.compile = compile_known
    return known
