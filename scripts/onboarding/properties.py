"""The YAML of the models before the vault, the doc blocks, and helpers for all YAML files."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.text import text_entry
from onboarding.plan import FeedPlan

HEAD = "version: 2\n\nmodels:\n"
NOT_NULL = "constraints: [{type: not_null}]"


def doc(name: str) -> str:
    """A reference to a doc block."""
    return "{{ doc('" + name + "') }}"


def model(name: str, description: str, *parts: Sequence[str]) -> str:
    """The entry of a model."""
    lines = [f"  - name: {name}", *text_entry("description", description, 4)]
    return "\n".join([*lines, *(line for part in parts for line in part)]) + "\n"


def column(
    name: str, description: str, kind: str = "", tests: Sequence[str] = (), *, is_null: bool = True
) -> list[str]:
    """The entry of a column; tests are lines of YAML."""
    lines = [f"      - name: {name}"]
    if kind:
        lines.append(f"        data_type: {kind}")
    lines += text_entry("description", description, 8)
    if not is_null:
        lines.append(f"        {NOT_NULL}")
    return [*lines, *(f"        {line}" for line in tests)]


def table_test(name: str, columns: Sequence[str]) -> list[str]:
    """A test on several columns of a table."""
    return [
        "    data_tests:",
        f"      - {name}:",
        "          arguments:",
        f"            columns: [{', '.join(columns)}]",
    ]


def landing_yml(plan: FeedPlan) -> str:
    """The properties of the landing view."""
    text = (
        f"A delivered row of the feed {plan.feed.name}, all clean text, with the reason if it is "
        "rejected."
    )
    columns = ["    columns:", *column("quarantine_reason", doc("quarantine_reason"))]
    return HEAD + model(f"landing_{plan.feed.name}", text, columns)


def quarantine_yml(plan: FeedPlan) -> str:
    """The properties of the quarantine."""
    text = f"A rejected row of the feed {plan.feed.name}. To load it, deliver a corrected row."
    columns = ["    columns:", *column("quarantine_reason", doc("quarantine_reason"))]
    return HEAD + model(f"quarantine_{plan.stage.removeprefix('stg_')}", text, columns)


def staging_yml(plan: FeedPlan) -> str:
    """The properties of the staging models."""
    key = plan.feed.vault_key[0]
    keys = [
        "    columns:",
        *column(key, doc(key)),
        *column("loaded_at", doc("loaded_at")),
    ]
    gate = [
        "    data_tests:",
        "      - delivery_gate:",
        f"          name: gate_{plan.feed.name}",
        f"          arguments: {{feed: {plan.feed.name}}}",
    ]
    text = f"An accepted row of the feed {plan.feed.name}, typed and hashed."
    parts = [model(plan.stage, text, [*gate, *keys])]
    if plan.is_snapshot:
        text = (
            f"A {plan.label} in a full snapshot of the feed {plan.feed.name}, even if its row "
            "was rejected."
        )
        parts.append(model(f"{plan.stage}_presence", text, keys))
        text = (
            f"A file of the feed {plan.feed.name} (or a batch in a seed or table) and a load time "
            "in it, with rows, sums and SHA-256 to compare with a manifest."
        )
        columns = [
            "    columns:",
            *column("landed_in", doc("landed_in"), tests=["data_tests: [not_null]"]),
            *column("loaded_at", doc("file_loaded_at")),
            *column("column_sums", doc("column_sums")),
            *column("file_sha256", doc("file_sha256")),
            *column("unreadable_row_count", doc("unreadable_row_count")),
        ]
        parts.append(model(f"{plan.stage}_files", text, columns))
    return HEAD + "\n".join(parts)


def rulings_yml(plan: FeedPlan) -> str:
    """The properties of the view with the rulings on full snapshots."""
    text = (
        f"A ruling on a full snapshot of the feed {plan.feed.name}, from a steward, a manifest or "
        "unreadable rows; the snapshot may not have arrived yet."
    )
    tests = ["data_tests:", "  - primary_key:", "      arguments:"]
    columns = [
        "    columns:",
        *column(
            "loaded_at",
            doc("snapshot_loaded_at"),
            tests=[*tests, "        required: [is_complete]"],
        ),
        *column("is_complete", doc("is_ruled_complete")),
        *column("ruling", doc("ruling")),
        *column("is_snapshot", doc("is_snapshot")),
    ]
    return HEAD + model(f"{plan.stage}_rulings", text, columns)


def docs_md(plan: FeedPlan) -> str:
    """The doc blocks of the columns that several models have."""
    blocks = {
        plan.feed.vault_key[0]: f"Hash key of the {plan.label}.",
        plan.id_name: f"Key of the {plan.label} in its source, from the feed {plan.feed.name}.",
    }
    return "\n".join(
        f"{{% docs {name} %}}\n{text}\n{{% enddocs %}}\n" for name, text in blocks.items()
    )
