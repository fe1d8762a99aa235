"""The files that are generated for a feed, and how they are written and deleted.

A generated file belongs to the project, so an existing file is never changed. Its differences from
the newly generated text are shown, so that a person can apply them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from contracts.problems import CHOICES
from onboarding import properties, snapshot_sql, staging_sql, vault_properties, vault_sql
from onboarding.plan import FeedPlan

DOCS = re.compile(r"{% docs (\w+) %}")
MODEL_NAME = re.compile(r"^  - name: (\w+)", re.M)
# A call of a table macro with nothing but direct arguments.
GENERATED = re.compile(
    r"-- Grain: [^\n]*\n\{\{ automate_dv\.\w+\(\n(?:    \w+=.*,\n|        '\w+',\n|    \],\n"
    r"|    \w+=\[\n)*\) \}\}\n"
)
SHOWN = 30


def doc_blocks(root: Path) -> list[str]:
    """The names of the doc blocks of the project."""
    paths = (root / "models").rglob("*.md")
    return [name for path in paths for name in DOCS.findall(path.read_text(encoding="utf-8"))]


def generated(plan: FeedPlan, root: Path) -> Mapping[str, str]:
    """Path below the project -> text of each file of a feed."""
    feed, source = plan.feed.name, plan.contract.source
    staging, vault = "models/staging", "models/raw_vault"
    quarantine = f"quarantine_{plan.stage.removeprefix('stg_')}"
    docs = [*doc_blocks(root), plan.feed.vault_key[0], plan.id_name]
    found = {
        f"{staging}/landing/landing_{feed}.sql": staging_sql.landing_sql(plan),
        f"{staging}/landing/_{feed}__landing.yml": properties.landing_yml(plan),
        f"{staging}/quarantine/{quarantine}.sql": staging_sql.quarantine_sql(plan),
        f"{staging}/quarantine/_{feed}__quarantine.yml": properties.quarantine_yml(plan),
        f"{staging}/{source}/{plan.stage}.sql": staging_sql.staging_sql(plan),
        f"{staging}/{source}/_{feed}__models.yml": properties.staging_yml(plan),
        f"tests/raw_vault/vault_matches_feed_{feed}.sql": vault_sql.reconciliation_sql(plan),
        f"{vault}/satellites/_{feed}__models.yml": vault_properties.satellites_yml(plan, docs),
    }
    for satellite in plan.feed.vault_tables:
        found[f"{vault}/satellites/{satellite}.sql"] = vault_sql.satellite_sql(plan, satellite)
    if not plan.is_customer:
        found[f"{vault}/hubs/hub_{plan.entity}.sql"] = vault_sql.hub_sql(plan)
        found[f"{vault}/hubs/_{feed}__models.yml"] = vault_properties.hub_yml(plan)
        found[f"{staging}/{source}/_{feed}__columns.md"] = properties.docs_md(plan)
    for reference in plan.references:
        path = f"{vault}/links/{plan.link(reference)}.sql"
        found[path] = vault_sql.link_sql(plan, reference)
    if plan.references:
        found[f"{vault}/links/_{feed}__models.yml"] = vault_properties.links_yml(plan)
    if plan.is_snapshot:
        found |= snapshot_files(plan)
    return found


def snapshot_files(plan: FeedPlan) -> Mapping[str, str]:
    """The additional files of a feed of full snapshots."""
    feed, source = plan.feed.name, plan.contract.source
    staging, vault = "models/staging", "models/raw_vault"
    status = vault_sql.status_satellite(plan)
    return {
        f"{staging}/{source}/{plan.stage}_presence.sql": snapshot_sql.presence_sql(plan),
        f"{staging}/{source}/{plan.stage}_files.sql": snapshot_sql.files_sql(plan),
        f"{staging}/snapshots/{plan.stage}_rulings.sql": snapshot_sql.rulings_sql(plan),
        f"{staging}/snapshots/_{feed}__models.yml": properties.rulings_yml(plan),
        f"{vault}/satellites/{status}.sql": vault_sql.status_sql(plan),
        f"{vault}/snapshot_logs/snapshot_log__{feed}.sql": vault_sql.snapshot_log_sql(plan),
        f"{vault}/snapshot_logs/_{feed}__models.yml": vault_properties.snapshot_log_yml(plan),
    }


def other_kinds(plan: FeedPlan) -> list[FeedPlan]:
    """The plans for the same contract with another deliveryKind."""
    feed = plan.feed
    return [
        replace(plan, contract=replace(plan.contract, feed=replace(feed, delivery=kind)))
        for kind in CHOICES["deliveryKind"]
        if kind != feed.delivery
    ]


def replace_other_kinds(
    plan: FeedPlan, files: Mapping[str, str], root: Path
) -> tuple[list[str], list[str]]:
    """Deletes the files that were generated for a former deliveryKind.

    files: the files for the present one, which are written again. Returns the deleted files that
    are no longer needed, and those that a person has changed.
    """
    others: dict[str, set[str]] = {}
    for other in other_kinds(plan):
        for name, text in generated(other, root).items():
            others.setdefault(name, set()).add(text)
    deleted, kept = [], []
    for name, written in others.items():
        path = root / name
        if not path.exists():
            continue
        if (found := path.read_text(encoding="utf-8")) != files.get(name) and found in written:
            path.unlink()
            if name not in files:
                deleted.append(name)
        elif name not in files:
            kept.append(name)
    return deleted, kept


def delete_former(
    plan: FeedPlan, files: Mapping[str, str], root: Path
) -> tuple[list[str], list[str]]:
    """Deletes the models of the vault that a former version of the contract needed.

    files: those that the contract needs now. The former ones are in the properties that were
    generated with them. Returns the deleted files, and those that a person must delete: models that
    do not have the generated form, and properties of models that are gone.
    """
    deleted, kept = [], []
    for folder in (root / "models" / "raw_vault").iterdir():
        described = folder / f"_{plan.feed.name}__models.yml"
        if not described.is_file():
            continue
        text = described.read_text(encoding="utf-8")
        for name in MODEL_NAME.findall(text):
            path = folder / f"{name}.sql"
            relative = path.relative_to(root).as_posix()
            if relative in files or not path.is_file():
                continue
            if GENERATED.fullmatch(path.read_text(encoding="utf-8")):
                path.unlink()
                deleted.append(relative)
            else:
                kept.append(relative)
        if (relative := described.relative_to(root).as_posix()) not in files:
            kept.append(relative)
    return deleted, kept


def write_missing(files: Mapping[str, str], root: Path) -> tuple[list[str], dict[str, list[str]]]:
    """Writes the files that do not exist.

    Returns their paths, and for each existing file that differs the lines of the difference.
    """
    written, differing = [], {}
    for name, text in files.items():
        path = root / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            written.append(name)
        elif (found := path.read_text(encoding="utf-8")) != text:
            lines = difflib.unified_diff(
                found.splitlines(),
                text.splitlines(),
                name,
                "as the contract says",
                lineterm="",
                n=1,
            )
            differing[name] = list(lines)
    return written, differing


def delete(files: Mapping[str, str], root: Path) -> list[str]:
    """Deletes the files and the folders that are then empty; returns the deleted paths."""
    deleted = []
    for name in files:
        path = root / name
        if path.exists():
            path.unlink()
            deleted.append(name)
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
    return deleted
