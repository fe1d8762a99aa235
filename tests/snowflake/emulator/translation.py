"""Rules for Snowflake's syntax tree that fakesnow and sqlglot lack; they are applied first."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from emulator import number_rules, table_rules, text_rules
from emulator.calls import emulated

CONTEXT = {
    "CurrentRole": "current_role",
    "CurrentWarehouse": "current_warehouse",
    "CurrentAccount": "current_account",
    "CurrentRegion": "current_region",
    "IsRoleInSession": "is_role_in_session",
}
RULES: dict[str, Callable[..., exp.Expression]] = {
    "Trim": text_rules.trim,
    "Cast": text_rules.cast,
    "TryCast": text_rules.try_cast,
    "DPipe": text_rules.concatenation,
    "Concat": text_rules.concatenation,
    "ConcatWs": text_rules.concatenation,
    "GroupConcat": text_rules.listagg,
    "ToNumber": text_rules.to_number,
    "Create": table_rules.constraints,
    "Div": number_rules.divide,
    "Anonymous": table_rules.hashes,
    "HashAgg": table_rules.hash_agg,
    "DateTrunc": number_rules.truncate,
    "TimestampTrunc": number_rules.truncate,
    "Window": number_rules.ratio_to_report,
    "ToChar": text_rules.to_char,
    "ToBinary": text_rules.to_binary,
    "StrToTime": text_rules.format_mask,
    "StrToDate": text_rules.format_mask,
    "StrToUnix": text_rules.format_mask,
    "TsOrDsToDate": text_rules.format_mask,
    "ArrayToString": text_rules.array_to_string,
    "Lateral": table_rules.lateral,
    "TableFromRows": table_rules.table_function,
    "DataType": text_rules.data_type,
    "Parameter": table_rules.positional,
    "JarowinklerSimilarity": text_rules.similarity,
    "CosineDistance": number_rules.cosine_similarity,
    "Merge": table_rules.merge,
} | {name: lambda node, macro=macro: emulated(macro, *node.expressions)
     for name, macro in CONTEXT.items()}  # fmt: skip


def translate(tree: exp.Expression) -> exp.Expression:
    """The tree with all rules applied, the innermost nodes first. It is changed in place."""
    found = [node for node in tree.walk() if type(node).__name__ in RULES]
    for node in reversed(found):
        replaced = RULES[type(node).__name__](node)
        if replaced is not node:
            if node is tree:
                tree = replaced
            else:
                node.replace(replaced)
    return tree
