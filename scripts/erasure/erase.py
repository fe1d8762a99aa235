"""`make erase`: from the register to the publication of a warehouse without the person."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from contracts.read import feeds_by_name
from erasure.delivered_file import read_rows, rewrite
from erasure.erasable import birth_dates
from erasure.generated import clean_generated, files_that_wait
from erasure.landed import (
    HasValue,
    delivered_files,
    erase_truth,
    missing_loads,
    named_after,
    records_of,
    skipped_files,
    truth_folder,
    values_of_other_parties,
)
from erasure.old_versions import delete_old_versions
from erasure.person import Keys, Record, find_records, records_of_customer
from erasure.plan import Plan
from erasure.rebuild import start_new_database
from erasure.register import Registered, append, salt_of
from erasure.search import search_files
from erasure.sought import Sought
from erasure.stored_landing import StoredLanding, find_landing
from erasure.stored_values import add_stored_values, stored_for_others
from erasure.values import Values
from erasure.values_file import files_of, read_values, values_folder, write_values
from warehouse.build.last_build import content_digest
from warehouse.cli import build
from warehouse.database import connect, rows
from warehouse.landing.landing_folder import LandedFile
from warehouse.options import ROOT
from warehouse.problems import counted, some
from warehouse.publication.publish import OK, REFUSED, publish, say

SEEDS = ROOT / "seeds"
HUB_KEYS = "select lower(hex(customer_hk)) from raw_vault.hub_customer"


def erase(options: argparse.Namespace, expired: Sequence[Record] = ()) -> int:
    """Erase a person, or the expired records; returns the exit code of the build after it, or of
    its publication despite the tests in ACCEPT."""
    if not options.reason.strip():
        return say("Say why: make erase RECORD=... REASON='request of 2026-01-10'", REFUSED)
    feeds = feeds_by_name(ROOT / "contracts")
    landing = find_landing(options)
    files = delivered_files(feeds, landing.folder, SEEDS, options.desk)
    keys = Keys.of(feeds)
    with connect(options.database, read_only=True) as connection:
        records = list(expired) or person(connection, options, keys)
        known = {row[0] for row in rows(connection, HUB_KEYS)}
        plan = Plan(feeds, keys, records, known, salt_of(options.desk))
        # After a build that failed early, there is nothing to compare with.
        if known:
            add_stored_values(connection, plan.erased.keys(), plan.values)
            plan.collect(files)
            plan.values.remove(stored_for_others(connection, plan.erased.keys(), plan.values))
            truth = truth_folder(landing.folder, SEEDS)
            plan.values.remove(values_of_other_parties(truth, records, plan.values.kinds))
            plan.add_email_digests()
        has_value = plan.value_finder()
        if problem := problem_with_files(connection, files, landing, has_value):
            return say(f"Nothing was erased: {problem}.", REFUSED)
        sharing = [record.name for record in records_of(connection, plan.sharing)]
    folder = values_folder(options.environment)
    plan.values.update(read_values(folder, plan.erased.keys()) or Values())
    if plan.is_in(options.reason):
        text = "REASON has a value of the person, and is kept; write the number of the request"
        return say(f"Nothing was erased: {text}.", REFUSED)
    values = kept_values(folder, plan)
    replaced = erase_files(plan, files, landing, options) if known else []
    if sharing:
        print(f"Not erased where others have the same e-mail, phone number or id: {some(sharing)}")
    sought = Sought.of(values, birth_dates=birth_dates(feeds.values()))
    if landing.url:
        for line in delete_old_versions(landing.url, replaced, sought):
            print(line)
    start_new_database(options.database, records, sought)
    status = build(options, options.environment, options.run_dbt)
    if status != OK and options.accept:
        status = publish(options, options.run_dbt)
    if status != OK:
        text = (
            "Readers still see the person: correct what failed, then run `make erase` again; or run"
            " it with ACCEPT=<gates or tests that failed, with commas> to publish despite them."
        )
        return say(text, status)
    for line in clean_generated(options, sought):
        print(line)
    for hit in search_files(files_that_wait(options), sought):
        print(f"{hit.place} waits in INBOX: load it, then run `make erase` again.")
    for hit in search_files(skipped_files(feeds, landing.folder, options.desk), sought):
        print(f"{hit.place} is not read and has a value of the person: delete it.")
    print(f"make erase-proof RECORD={records[0].name}")
    return OK


def problem_with_files(
    connection: Any, files: Sequence[LandedFile], landing: StoredLanding, has_value: HasValue
) -> str:
    """Why the files cannot be erased; empty if they can. A name with a value stays in a bucket,
    where a loaded object keeps its name; it is printed."""
    if missing := missing_loads(connection, files, has_value):
        return f"the files of {some(missing)} were loaded and are gone; restore them first"
    named = named_after(files, has_value)
    if named and not landing.url:
        return (
            f"the names of these files or batches have a value of the person: {some(named)}. Give"
            " the file, and the batch in its column _batch_id, a name that is new in the feed,"
            " then run `make erase` again"
        )
    if named:
        print(f"Names of batches with a value of the person stay: {some(named)}")
    return ""


def person(connection: Any, options: argparse.Namespace, keys: Keys) -> list[Record]:
    """The records to erase. Raises PersonError."""
    if options.customer:
        return records_of_customer(connection, options.customer)
    return find_records(connection, options.record, keys, Registered(options.desk))


def kept_values(folder: Path, plan: Plan) -> Values:
    """Store the values of the person for the proof, in place of those of an interrupted erasure."""
    former = files_of(folder, plan.erased.keys())
    write_values(folder, plan.erased.keys(), plan.values)
    for path in former:
        path.unlink()
    return plan.values


def erase_files(
    plan: Plan, files: Sequence[LandedFile], landing: StoredLanding, options: argparse.Namespace
) -> list[str]:
    """Erase the person from the landing, the steward logs and the truth; returns the objects that
    were replaced."""
    rewritten = rewrite_files(plan, files, options)
    erase_truth(truth_folder(landing.folder, SEEDS), plan.records)
    manifests = update_manifests(dict(rewritten.values()), files)
    names = ", ".join(record.name for record in plan.records)
    print(f"Erased {names}: {counted(len(rewritten), 'file')} rewritten.")
    replaced = landing.put_back([*rewritten, *manifests])
    if replaced:
        print(f"Wrote {counted(len(replaced), 'object')} to {landing.url}.")
    return replaced


def rewrite_files(
    plan: Plan, files: Sequence[LandedFile], options: argparse.Namespace
) -> dict[LandedFile, tuple[str, str]]:
    """Register what is erased, then rewrite the files; returns the SHA-256 of each before and
    after."""
    changes = {file: found for file in files if (found := plan.changes(file))}
    say_notes_of_others(plan)
    append(options.desk, plan.salt, options.reason.strip(), plan.register())
    rewritten = {}
    # The names are in the customer records: an interrupted erasure still finds them there.
    for file in sorted(changes, key=plan.has_customers):
        changed = changes[file]
        before = content_digest(file.path)
        rewrite(file, changed)
        rewritten[file] = (before, content_digest(file.path))
    return rewritten


def say_notes_of_others(plan: Plan) -> None:
    """Print how many notes in rows about others are erased, and whether a name is not sought in
    them."""
    found = counted(len(plan.notes_of_others), "note")
    print(f"To erase: {found} of others with a value or a name of the person.")
    if plan.common:
        names = counted(len(plan.common), "name")
        print(f"{names} of the person alone is not sought there: notes of several others have it.")


def update_manifests(
    rewritten: Mapping[str, str], files: Collection[LandedFile]
) -> list[LandedFile]:
    """Write the new SHA-256 of rewritten files to the manifests of full snapshots; returns the
    changed manifests."""
    updated = []
    for file in files:
        if file.feed != "snapshot_manifests":
            continue
        changes = {
            number: {"sha256": rewritten[row["sha256"].strip().lower()]}
            for number, row in enumerate(read_rows(file))
            if (row.get("sha256") or "").strip().lower() in rewritten
        }
        if changes:
            rewrite(file, changes)
            updated.append(file)
    return updated
