"""The SQL of the models in the raw vault, and of the test that compares them with the feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onboarding.plan import FeedPlan, Reference


def call(
    macro: str,
    source_model: str,
    arguments: Mapping[str, str | Sequence[str]],
    **options: str,
) -> str:
    """A call of a table macro with an argument per line; a list has an item per line.

    arguments: those before load time, source and source_model. options: those after.
    """
    lines = [f"{{{{ automate_dv.{macro}("]
    delivery = {"src_ldts": "'loaded_at'", "src_source": "'record_source'"}
    for name, value in {**arguments, **delivery, "source_model": source_model, **options}.items():
        if not isinstance(value, str):
            lines += [f"    {name}=[", *(f"        '{item}'," for item in value), "    ],"]
        else:
            lines.append(f"    {name}={value},")
    return "\n".join([*lines, ") }}"]) + "\n"


def hub_sql(plan: FeedPlan) -> str:
    """The hub."""
    return f"-- Grain: one row per {plan.label}.\n" + call(
        "hub",
        f"hub_sources('{plan.feed.name}')",
        {"src_pk": f"'{plan.feed.vault_key[0]}'", "src_nk": f"'{plan.id_name}'"},
    )


def link_sql(plan: FeedPlan, reference: Reference) -> str:
    """A link to a hub."""
    other = reference.entity.replace("_", " ")
    return f"-- Grain: one row per {plan.label} and its {other}.\n" + call(
        "link",
        f"'{plan.stage}'",
        {
            "src_pk": f"'{plan.link_key(reference)}'",
            "src_fk": f"['{reference.entity}_hk', '{plan.feed.vault_key[0]}']",
        },
    )


def satellite_sql(plan: FeedPlan, satellite: str) -> str:
    """A satellite."""
    changes = "change of its personal data" if "_pii__" in satellite else "change"
    snapshot = {"is_snapshot": "true"} if plan.is_snapshot else {}
    return f"-- Grain: one row per {plan.label} and {changes}.\n" + call(
        "sat",
        f"'{plan.stage}'",
        {
            "src_pk": f"'{plan.feed.vault_key[0]}'",
            "src_hashdiff": f"'{plan.hashdiff(satellite)}'",
            "src_payload": [column.name for column in plan.satellites[satellite]],
            "src_eff": "'effective_from'",
        },
        **snapshot,
    )


def status_satellite(plan: FeedPlan) -> str:
    """The name of the status satellite."""
    return f"status_sat_{plan.entity}__{plan.contract.source}"


def status_sql(plan: FeedPlan) -> str:
    """The status satellite: the keys that full snapshots have and lack."""
    key, feed = plan.feed.vault_key[0], plan.feed.name
    return (
        f"-- Grain: one row per {plan.label} and full snapshot in which it appeared, disappeared or"
        " reappeared.\n{{ config(meta={\n"
        f"    'load_after': ['snapshot_log__{feed}'],\n"
        f"    'replaces_by': '{key}, loaded_at',\n"
        "}) }}\n"
    ) + call(
        "status_sat",
        f"'{plan.stage}_presence'",
        {"src_pk": f"'{key}'"},
        src_snapshots=f"'snapshot_log__{feed}'",
    )


def snapshot_log_sql(plan: FeedPlan) -> str:
    """The log of the full snapshots."""
    feed = plan.feed.name
    return f"-- Grain: one row per full snapshot of the feed {feed}.\n" + call(
        "snapshot_log",
        f"'{plan.stage}_presence'",
        {"src_pk": f"'{plan.feed.vault_key[0]}'"},
        src_rulings=f"'{plan.stage}_rulings'",
        max_lost_share=f"feed_declaration('{feed}').max_lost_share",
    )


def reconciliation_sql(plan: FeedPlan) -> str:
    """The test that the newest rows of the satellites equal those of the feed."""
    parts = [
        "{{ differs_from_feed(\n"
        f"    stage='{plan.stage}',\n"
        f"    satellite='{satellite}',\n"
        f"    hash_key='{plan.feed.vault_key[0]}',\n"
        f"    hashdiff='{plan.hashdiff(satellite)}',\n"
        ") }}\n"
        for satellite in plan.feed.vault_tables
    ]
    if plan.is_snapshot:
        parts.append(
            "{{ rows_with_nulls(\n"
            f"    '{plan.stage}_presence', '{plan.feed.vault_tables[0]}',\n"
            f"    ['{plan.feed.vault_key[0]}', 'loaded_at'],\n"
            ") }}\n"
        )
    head = (
        "-- Readers see wrong values if a satellite's latest rows differ from the feed\n"
        f"-- {plan.feed.name}.\n"
    )
    return head + "\nunion all\n\n".join(parts)
