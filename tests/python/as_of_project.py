"""The project as of a day, without another parse."""

from __future__ import annotations

import os
from argparse import Namespace
from unittest import mock

from dbt.adapters.factory import get_adapter, register_adapter
from dbt.config.runtime import RuntimeConfig
from dbt.flags import set_from_args
from dbt.mp_context import get_mp_context
from dbt.node_types import NodeType
from dbt.parser.base import RelationUpdate
from dbt_common.context import set_invocation_context

from dbt_in_process import DATABASE, ROOT, Project, dbt_environment

IN_A_SCHEMA = (NodeType.Model, NodeType.Seed, NodeType.Snapshot)


def as_of(project: Project, day: str) -> Project:
    """A project parsed without vars, as if it had been parsed with the var `as_of_date`.

    While parsing, the var only determines the names of schemas. They are named again as dbt does:
    by the project's macro generate_schema_name.
    """
    found = Project(project.parsed, {"as_of_date": day})
    arguments = Namespace(
        project_dir=str(ROOT), profiles_dir=str(ROOT), vars=found.dbt_vars, which="parse",
        profile=None, target=None, threads=None, target_path=None, log_path=None,
    )  # fmt: skip
    target = project.parsed.parent
    with mock.patch.dict(os.environ, dbt_environment(target.parent / DATABASE, target)):
        set_invocation_context(os.environ)
        set_from_args(arguments, None)
        config = RuntimeConfig.from_args(arguments)
        register_adapter(config, get_mp_context())
        relation = get_adapter(config).Relation
        name_schema = RelationUpdate(config, found.manifest, "schema")
        for node in found.manifest.nodes.values():
            if node.resource_type in IN_A_SCHEMA:
                name_schema(node, node.config.schema)
                if node.relation_name:
                    node.relation_name = str(relation.create_from(config, node))
    found.manifest.build_flat_graph()
    return found
