"""Applies all of fakesnow's rules in one walk of the syntax tree; fakesnow walks it for each rule.

A rule changes nodes of a few types only, so it is called for the nodes of these types.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlglot import exp

Rule = Callable[[exp.Expression], exp.Expression]
# The types of the nodes that fakesnow's rules change. A rule that is missing here gets all nodes.
TYPES: dict[str, tuple[type[exp.Expression], ...]] = {
    name: types
    for types, names in (
        ((exp.Table,), "identifier information_schema information_schema_databases"),
        ((exp.Identifier,), "upper_case_unquoted_identifiers"),
        ((exp.Alter,), "alter_session extract_comment_on_columns alter_table_strip_cluster_by"),
        ((exp.Set, exp.Alias, exp.Command), "update_variables"),
        ((exp.CurrentVersion,), "current_version"),
        ((exp.Use,), "set_schema"),
        ((exp.Create,), "create_database create_clone create_stage create_file_format"
         " create_table_as"),
        ((exp.Create, exp.Comment, exp.Alter), "extract_comment_on_table"),
        ((exp.Drop,), "drop_schema_cascade"),
        ((exp.Alter, exp.Command, exp.Create, exp.Drop), "tag"),
        ((exp.DataType,), "semi_structured_types timestamp_ntz float_to_double integer_precision"),
        ((exp.Anonymous,), "try_parse_json to_date haversine"),
        ((exp.Split,), "split"),
        ((exp.Trim,), "trim_cast_varchar"),
        ((exp.Bracket,), "indices_to_json_extract"),
        ((exp.Cast,), "json_extract_cast_as_varchar flatten_value_cast_as_varchar"
         " timestamp_offsets"),
        ((exp.Upper, exp.Lower), "json_extract_cased_as_varchar"),
        ((exp.JSONExtract, exp.JSONExtractScalar), "json_extract_precedence"),
        ((exp.Lateral, exp.TableFromRows), "flatten"),
        ((exp.RegexpReplace,), "regex_replace"),
        ((exp.RegexpExtract,), "regex_substr"),
        ((exp.Select,), "result_scan random"),
        ((exp.Column,), "sequence_nextval"),
        ((exp.Values,), "values_columns"),
        ((exp.ToNumber,), "to_decimal"),
        ((exp.UnixToTime, exp.Anonymous, exp.Cast), "to_timestamp"),
        ((exp.ToVariant,), "to_variant"),
        ((exp.StarMap, exp.Struct, exp.JSONObject), "object_construct"),
        ((exp.Create, exp.Alter), "extract_text_length"),
        ((exp.TableSample,), "sample"),
        ((exp.ArraySize,), "array_size"),
        ((exp.WithinGroup,), "array_agg_within_group"),
        ((exp.ArrayAgg, exp.Window), "array_agg"),
        ((exp.ObjectAgg,), "object_agg"),
        ((exp.ArrayConstructCompact, exp.Array, exp.ArrayConcat), "array_construct_etc"),
        ((exp.DateAdd,), "dateadd_date_cast dateadd_string_literal_timestamp_cast"),
        ((exp.DateDiff,), "datediff_string_literal_timestamp_cast"),
        ((exp.Show,), "show_databases show_procedures show_warehouses show_schemas show_tables_etc"
         " show_columns show_stages show_sequences show_keys show_users"),
        ((exp.Show, exp.Command), "show_functions"),
        ((exp.Command,), "show_parameters create_user"),
        ((exp.HexString,), "hex_string"),
        ((exp.SHA2, exp.SHA2Digest, exp.Anonymous), "sha256"),
        ((exp.ListStage,), "list_stage"),
        ((exp.Put,), "put_stage"),
        # What patches.py switches off.
        ((), "unchanged"),
    )
    for name in names.split()
}  # fmt: skip
# Rules that put new nodes into a node which they return as it is.
IN_PLACE = {"json_extract_cast_as_varchar", "json_extract_cased_as_varchar", "values_columns",
            "random", "create_table_as", "extract_comment_on_columns"}  # fmt: skip


class Rules:
    """Replaces the tree where fakesnow applies its rules, and collects the rules in order."""

    def __init__(self) -> None:
        self.rules: list[tuple[str, Rule]] = []

    def transform(self, rule: Callable, copy: bool = True, **options: Any) -> Rules:
        """Keep a rule, as `Expression.transform` would apply it."""
        named = [name for name in (rule.__name__, *rule.__code__.co_names) if name in TYPES]
        name = named[0] if named else rule.__name__
        self.rules.append((name, partial(rule, **options) if options else rule))
        return self


@dataclass
class Tree:
    """A syntax tree with its nodes by type; nodes that were replaced stay listed.

    listed: the identities of all nodes, which the lists keep alive.
    """

    root: exp.Expression
    nodes: dict[type, list[exp.Expression]] = field(default_factory=lambda: defaultdict(list))
    listed: set[int] = field(default_factory=set)
    # Whether a node with others below it was replaced, so that listed nodes may be gone.
    is_changed: bool = False

    def add(self, node: exp.Expression) -> None:
        """List a node and all below it."""
        for found in node.walk():
            if id(found) not in self.listed:
                self.listed.add(id(found))
                self.nodes[type(found)].append(found)

    def of(self, types: tuple[type[exp.Expression], ...]) -> list[exp.Expression]:
        """The listed nodes of some types and their subtypes."""
        chosen = [kind for kind in self.nodes if issubclass(kind, types)]
        return [node for kind in chosen for node in self.nodes[kind]]

    def way_up(self, node: exp.Expression) -> Iterator[exp.Expression] | None:
        """The ancestors of a node; None if it is no longer in the tree."""
        above = []
        while node is not self.root:
            parent = node.parent
            if parent is None:
                return None
            child = parent.args.get(node.arg_key or "")
            if child is not node and not (
                isinstance(child, list)
                and node.index is not None
                and node.index < len(child)
                and child[node.index] is node
            ):
                return None
            above.append(parent)
            node = parent
        return iter(above)

    def apply(self, name: str, rule: Rule) -> None:
        """Apply a rule. As in fakesnow, it is not applied below a node that it has replaced."""
        replaced: set[int] = set()
        for node in self.of(TYPES.get(name, (exp.Expression,))):
            if self.is_changed:
                above = self.way_up(node)
                if above is None or any(id(one) in replaced for one in above):
                    continue
            parent, key, index = node.parent, node.arg_key, node.index
            is_leaf = not any(True for _ in node.iter_expressions())
            result = rule(node)
            if result is not node:
                if node is self.root:
                    self.root = result
                elif parent is not None and key:
                    parent.set(key, result, index)
                self.is_changed = self.is_changed or not is_leaf
                replaced.add(id(result))
            if result is not node or name in IN_PLACE:
                self.add(result)


def applied(tree: exp.Expression, rules: Iterable[tuple[str, Rule]]) -> exp.Expression:
    """The tree with all rules applied, one after the other. It is changed in place."""
    found = Tree(tree)
    found.add(tree)
    for name, rule in rules:
        found.apply(name, rule)
    return found.root
