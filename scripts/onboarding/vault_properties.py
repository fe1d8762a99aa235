"""The YAML of the vault tables: descriptions, types, constraints and tests."""

from __future__ import annotations

import json
from collections.abc import Sequence

from onboarding.customer_mapping import customer_attributes
from onboarding.plan import FeedPlan, Reference
from onboarding.properties import HEAD, column, doc, model, table_test
from onboarding.vault_sql import status_satellite


def exists_in(hub: str, key: str) -> list[str]:
    """The test that a key is in a hub."""
    return [
        "data_tests:",
        "  - relationships:",
        "      arguments:",
        f"        to: ref('{hub}')",
        f"        field: {key}",
    ]


def loading(*, has_effective_from: bool = False) -> list[str]:
    """The last columns of every vault table."""
    times = ["effective_from"] if has_effective_from else []
    found = [
        line
        for name in (*times, "loaded_at")
        for line in column(name, doc(name), "timestamp", is_null=False)
    ]
    return found + column("record_source", doc("record_source"), "varchar", is_null=False)


def hub_yml(plan: FeedPlan) -> str:
    """The properties of the hub."""
    key, name = plan.feed.vault_key[0], plan.id_name
    text = f"A {plan.label} that occurs in the feed {plan.feed.name} or in one that refers to it."
    tests = [
        "    data_tests:",
        "      - automate_dv.no_hash_collision:",
        "          arguments:",
        f"            hash_key: {key}",
        f"            business_key: [{name}]",
    ]
    columns = [
        "    columns:",
        *column(key, doc(key), "binary", ["data_tests: [unique]"], is_null=False),
        *column(name, doc(name), "varchar", is_null=False),
        *loading(),
    ]
    return HEAD + model(f"hub_{plan.entity}", text, tests, columns)


def links_yml(plan: FeedPlan) -> str:
    """The properties of the links."""
    return HEAD + "\n".join(link_yml(plan, reference) for reference in plan.references)


def link_yml(plan: FeedPlan, reference: Reference) -> str:
    """The properties of a link."""
    key, own, other = plan.link_key(reference), plan.feed.vault_key[0], f"{reference.entity}_hk"
    text = (
        f"A {plan.label} and its {reference.entity.replace('_', ' ')}; if a delivery corrects it, "
        "both are kept."
    )
    columns = [
        "    columns:",
        *column(key, f"Hash key of the {plan.label} and its {reference.entity.replace('_', ' ')}.",
                "binary", ["data_tests: [unique]"], is_null=False),
        *column(other, doc(other), "binary", exists_in(f"hub_{reference.entity}", other),
                is_null=False),
        *column(own, doc(own), "binary", exists_in(f"hub_{plan.entity}", own), is_null=False),
        *loading(),
    ]  # fmt: skip
    return model(plan.link(reference), text, columns)


def satellites_yml(plan: FeedPlan, docs: Sequence[str]) -> str:
    """The properties of the satellites. docs: the names of the doc blocks of the project."""
    parts = [satellite_yml(plan, satellite, docs) for satellite in plan.feed.vault_tables]
    if plan.is_snapshot:
        parts.append(status_yml(plan))
    return HEAD + "\n".join(parts)


def satellite_yml(plan: FeedPlan, satellite: str, docs: Sequence[str]) -> str:
    """The properties of a satellite; of one with customer attributes, also their mapping."""
    key, hashdiff = plan.feed.vault_key[0], plan.hashdiff(satellite)
    is_personal = "_pii__" in satellite
    text = f"A change of {'the personal data' if is_personal else 'the data'} of a {plan.label}"
    mapped = customer_attributes(plan, satellite)
    config = []
    if mapped:
        config = ["    config:", "      meta:", "        customer_attributes:"]
        config += [f"          {name}: {json.dumps(sql)}" for name, sql in mapped.items()]
    hashdiff_text = (
        doc(hashdiff)
        if hashdiff in docs
        else f"Hash of the columns of {satellite}, by which changes are found."
    )
    columns = [
        "    columns:",
        *column(key, doc(key), "binary", exists_in(f"hub_{plan.entity}", key), is_null=False),
        *column(hashdiff, hashdiff_text, "binary", is_null=False),
    ]
    linked = {reference.column.name for reference in plan.references}
    for found in plan.satellites[satellite]:
        is_shared = found.name in linked and found.name in docs
        described = doc(found.name) if is_shared else found.column.description
        columns += column(found.name, described, found.data_type)
    columns += loading(has_effective_from=True)
    tests = table_test("unique_combination", [key, "loaded_at", "effective_from"])
    return model(satellite, f"{text}, from the feed {plan.feed.name}.", config, tests, columns)


def status_yml(plan: FeedPlan) -> str:
    """The properties of the status satellite: the keys that full snapshots have and lack."""
    key = plan.feed.vault_key[0]
    text = (
        f"A {plan.label} that appeared in, disappeared from or reappeared in a full snapshot of "
        f"the feed {plan.feed.name}."
    )
    config = []
    if plan.is_customer:
        config = ["    config:", "      meta:", "        customer_attributes:"]
        config.append("          is_absent: status")
    values = ["data_tests:", "  - accepted_values:", "      arguments:"]
    columns = [
        "    columns:",
        *column(key, doc(key), "binary", exists_in(f"hub_{plan.entity}", key), is_null=False),
        *column("status", doc("status"), "varchar",
                [*values, "        values: [ACTIVE, DELETED]"], is_null=False),
        *loading(),
    ]  # fmt: skip
    tests = table_test("unique_combination", [key, "loaded_at"])
    return model(status_satellite(plan), text, config, tests, columns)


def snapshot_log_yml(plan: FeedPlan) -> str:
    """The properties of the log of the full snapshots."""
    text = f"A full snapshot of the feed {plan.feed.name}, and whether it is held back."
    columns = [
        "    columns:",
        *column(
            "loaded_at", doc("loaded_at"), "timestamp", ["data_tests: [unique]"], is_null=False
        ),
        *column("record_source", doc("record_source"), "varchar", is_null=False),
        *column("key_count", doc("key_count"), "integer", is_null=False),
        *column("compared_with", doc("compared_with"), "timestamp"),
        *column("lost_keys", doc("lost_keys"), "integer", is_null=False),
        *column("max_lost_share", doc("max_lost_share"), "decimal(9,6)", is_null=False),
        *column("is_ruled_complete", doc("is_ruled_complete"), "boolean"),
        *column("ruling", doc("ruling"), "varchar"),
        *column("is_held_back", doc("is_held_back"), "boolean", is_null=False),
    ]
    return HEAD + model(f"snapshot_log__{plan.feed.name}", text, columns)
