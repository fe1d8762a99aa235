"""The project as of a day, without another parse."""

from __future__ import annotations

from dbt.adapters.factory import get_adapter
from dbt.node_types import NodeType
from dbt.parser.base import RelationUpdate

from dbt_in_process import DATABASE, Project, configured

IN_A_SCHEMA = (NodeType.Model, NodeType.Seed, NodeType.Snapshot)


def as_of(project: Project, day: str) -> Project:
    """A project parsed without vars, as if it had been parsed with the var `as_of_date`.

    While parsing, the var only determines the names of schemas. They are named again as dbt does:
    by the project's macro generate_schema_name.
    """
    found = Project(project.parsed, {"as_of_date": day})
    target = project.parsed.parent
    with configured(target.parent / DATABASE, target, found.dbt_vars) as config:
        relation = get_adapter(config).Relation
        name_schema = RelationUpdate(config, found.manifest, "schema")
        for node in found.manifest.nodes.values():
            if node.resource_type in IN_A_SCHEMA:
                name_schema(node, node.config.schema)
                if node.relation_name:
                    node.relation_name = str(relation.create_from(config, node))
    found.manifest.build_flat_graph()
    return found
