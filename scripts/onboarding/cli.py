"""`python -m onboarding new-feed | feed | deliver | remove-feed`, called by make."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

from contracts.cli import ROOT, generate
from contracts.feed import SUFFIX
from contracts.read import ContractError, landing_model, read_feeds
from onboarding.contract import FeedContract, read_contract
from onboarding.contract_checks import contract_problems, list_problems
from onboarding.contract_text import Names, contract_text
from onboarding.deliver import Delivery, DeliveryError, Row, deliveries, read_delivery
from onboarding.file_format import RawFileError
from onboarding.files import (
    SHOWN,
    delete,
    delete_former,
    doc_blocks,
    generated,
    other_kinds,
    replace_other_kinds,
    write_missing,
)
from onboarding.landing_output import write_file, write_seed
from onboarding.naming import (
    STAGED,
    common_stem,
    entity_of,
    feed_name,
    has_other_letters,
    letters,
)
from onboarding.plan import PlanError, check_names, plan_of
from onboarding.profile import profile
from warehouse.object_store.store import is_url

OK, REFUSED = 0, 2
ERRORS = (ContractError, DeliveryError, PlanError, RawFileError)


class UsageError(Exception):
    """An option is missing or wrong; the message says what to set."""


def parser() -> argparse.ArgumentParser:
    """The parser of the command line."""
    found = argparse.ArgumentParser(prog="onboarding", description=__doc__)
    found.add_argument("command", choices=COMMANDS)
    return found


def files_in(text: str) -> list[Path]:
    """The files in an option, separated by spaces; a name with spaces can be quoted. Raises
    UsageError if one of several files does not exist."""
    whole = Path(text)
    if not text.strip():
        return []
    try:
        found = [whole] if whole.exists() else [Path(one) for one in shlex.split(text)]
    except ValueError:  # a quotation mark that is part of a name
        return [whole]
    missing = [path for path in found if not path.exists()]
    if missing and len(found) > 1:
        raise UsageError(
            f"{missing[0]}: no such file; spaces separate the files in FILE, so quote a name with "
            """spaces: FILE="'sales May.csv' 'sales June.csv'\""""
        )
    return found


def contract_path(options: Mapping[str, str], root: Path) -> Path:
    """The contract that the options name, by its path or its feed."""
    if options.get("CONTRACT"):
        return root / options["CONTRACT"]
    if not options.get("FEED"):
        raise UsageError(f"name the feed: CONTRACT=contracts/<feed>{SUFFIX}")
    return root / "contracts" / f"{options['FEED']}{SUFFIX}"


def new_feed(options: Mapping[str, str], root: Path, now: datetime) -> None:
    """Writes the contract of the files in FILE; FEED and SOURCE choose its names."""
    paths = [path.resolve() for path in files_in(options.get("FILE", ""))]
    if not paths:
        raise UsageError("name the file: FILE=customers.csv")
    feeds = read_feeds(root / "contracts", with_proposed=True)
    stem = common_stem([path.name for path in paths])
    if not options.get("FEED") and has_other_letters(stem):
        raise UsageError(
            f"the name of a feed has letters from a to z, but {stem} has none; name the feed: "
            "FEED=members"
        )
    feed = options.get("FEED") or feed_name(stem)
    source = letters(options.get("SOURCE", "").lower() or feed.split("_")[0])
    path = root / "contracts" / f"{feed}{SUFFIX}"
    if path.exists():
        raise UsageError(f"{path.relative_to(root)} exists; choose a name: FEED=<name>")
    check_name(feed, root)
    if any(other.stage.startswith(f"stg_{source}__") for other in feeds):
        source = options.get("SOURCE") and source or letters(feed)
    system = options.get("SOURCE") or source.capitalize()
    entity = free_entity(entity_of(feed), source, root)
    landing = options.get("LANDING", "")
    folders = [
        root / "seeds" / "feeds",
        *([Path(landing)] if landing and not is_url(landing) else []),
    ]
    found = profile(paths, entity, folders, feeds, now.date())
    priorities = [other.customer_system.priority for other in feeds if other.customer_system]
    names = Names(feed, source, entity, system)
    text = contract_text(found, names, paths, max(priorities, default=0) + 1)
    try:
        path.write_text(text, encoding="utf-8")
        read_contract(path)
    except UnicodeEncodeError as error:
        path.unlink()
        raise UsageError(
            f"{paths[0]}: a value has half of a UTF-16 pair, {error.object!r}"
        ) from error
    except ContractError:
        path.unlink()
        raise
    print(f"Wrote {path.relative_to(root)} from {found.rows} rows.")
    print_questions(text)
    print(f"Edit it, then run: make feed CONTRACT={path.relative_to(root)}")
    print("Until then, builds leave the feed out.")


def print_questions(text: str) -> None:
    """Prints the questions in a contract, one per line, with their line numbers."""

    def belongs_to_question(line: str) -> bool:
        return line.lstrip().startswith("# ") and "# DECIDE" not in line

    lines = text.splitlines()
    for number, line in enumerate(lines):
        if "# DECIDE" in line:
            more = takewhile(belongs_to_question, lines[number + 1 :])
            question = " ".join(one.strip().removeprefix("# ") for one in [line, *more])
            print(f"  line {number + 1}: {question}")


def check_answered(contract: FeedContract) -> None:
    """Raises UsageError if the contract has a question that must be answered before rows are
    loaded, because their values could be wrong."""
    if found := contract.open_questions:
        listed = "".join(f"\n  {question}" for question in found)
        raise UsageError(
            f"contracts/{contract.feed.name}{SUFFIX} has open questions. Decide, then delete "
            f"openQuestion:{listed}"
        )


def check_name(feed: str, root: Path) -> None:
    """Raises UsageError if a seed or model of the project has the name of a new feed."""
    for folder, suffix in (("seeds", "csv"), ("models", "sql"), ("models", "py")):
        for taken in (root / folder).rglob(f"{feed}.{suffix}"):
            found = taken.relative_to(root)
            raise UsageError(f"{found} has this name already; choose another: FEED=<name>")


def check_written_by_command(contract: FeedContract, root: Path) -> None:
    """Raises UsageError if the models of a feed were written by hand."""
    if landing_model(root, contract.feed.name).exists() and not contract.profiled:
        raise UsageError(
            f"the models of {contract.feed.name} were written by hand, not by make feed; change or "
            "delete them by hand"
        )


def free_entity(entity: str, source: str, root: Path) -> str:
    """The entity, with its source if the project has one of this name."""
    hub = root / "models" / "raw_vault" / "hubs" / f"hub_{entity}.sql"
    described = doc_blocks(root)
    names = {f"{entity}_hk", f"{entity}_id"}
    is_taken = hub.exists() or names & {*described, *STAGED}
    return f"{source}_{entity}" if is_taken else entity


def feed(options: Mapping[str, str], root: Path, now: datetime) -> None:
    """Writes the models of a contract and what is generated from all contracts, and loads FILE,
    or the files from which the contract was written."""
    contract = read_contract(contract_path(options, root))
    check_written_by_command(contract, root)
    check_answered(contract)
    check_problems(contract, [*contract_problems(contract), *problem_of_names(contract)])
    plan = plan_of(contract, root)
    check_names(plan)
    paths = files_in(options.get("FILE", "")) or [one for one in contract.profiled if one.is_file()]
    # A file that cannot be read is refused before anything is written.
    read = read_deliveries(contract, paths, options, now)
    check_problems(contract, list_problems(contract, [row for _, rows in read for row in rows]))
    files = generated(plan, root)
    replaced, kept = replace_other_kinds(plan, files, root)
    no_longer, left = delete_former(plan, files, root)
    written, differing = write_missing(files, root)
    for name in replaced:
        print(f"Deleted {name}, because deliveryKind was changed")
    for name in no_longer:
        print(f"Deleted {name}, which the contract no longer needs")
    for name in dict.fromkeys([*kept, *left]):
        print(f"Kept {name}, which has been changed and is not needed any more; delete it")
    for name in written:
        print(f"Wrote {name}")
    generate(root)
    for name, lines in differing.items():
        print(f"Kept {name}, which differs from the contract; copy what you need:")
        print("\n".join(f"  {line}" for line in lines[:SHOWN]))
        if len(lines) > SHOWN:
            print(f"  ... and {len(lines) - SHOWN} further lines")
    if not paths:
        print("The profiled files are gone; load others: make deliver FEED=... FILE=...")
    add(contract, read, options.get("LANDING", ""), root)
    print("Next: make build")


def check_problems(contract: FeedContract, problems: Iterable[str]) -> None:
    """Raises PlanError with all problems of a contract if it has any."""
    path = f"contracts/{contract.feed.name}{SUFFIX}"
    if listed := [f"{path}: {problem}" for problem in problems]:
        raise PlanError("\n".join(listed))


def problem_of_names(contract: FeedContract) -> list[str]:
    """The problem that a model of the feed belongs to another one, if it does."""
    try:
        check_free(contract)
    except PlanError as error:
        return [str(error)]
    return []


def check_free(contract: FeedContract) -> None:
    """Raises PlanError if a model of the feed belongs to another one."""
    found = contract.feed
    for other in contract.feeds:
        shared = set(other.vault_tables) & set(found.vault_tables)
        if other.vault_key == found.vault_key and not found.customer_system:
            shared |= {f"hub_{found.vault_key[0].removesuffix('_hk')}"}
        if other.name != found.name and (shared or other.stage == found.stage):
            table = next(iter(shared), found.stage)
            raise PlanError(
                f"{table} belongs to the feed {other.name}; change source or entity in "
                f"stagingModel, vaultKey and vaultTables of contracts/{found.name}{SUFFIX}"
            )


def deliver(options: Mapping[str, str], root: Path, now: datetime) -> None:
    """Loads the files in FILE."""
    paths = files_in(options.get("FILE", ""))
    if not paths:
        raise UsageError("name the file: FILE=customers.csv")
    contract = read_contract(contract_path(options, root))
    check_answered(contract)
    load(contract, paths, options, root, now)


def load(
    contract: FeedContract,
    paths: Sequence[Path],
    options: Mapping[str, str],
    root: Path,
    now: datetime,
) -> None:
    """Converts files to the layout of the landing and adds them to LANDING, or to the seed."""
    read = read_deliveries(contract, paths, options, now)
    if contract.profiled and not landing_model(root, contract.feed.name).is_file():
        path = f"contracts/{contract.feed.name}{SUFFIX}"
        raise UsageError(f"{path} has no models yet; run make feed CONTRACT={path}")
    add(contract, read, options.get("LANDING", ""), root)


def read_deliveries(
    contract: FeedContract, paths: Sequence[Path], options: Mapping[str, str], now: datetime
) -> list[tuple[Delivery, list[Row]]]:
    """The deliveries in files, each with its rows; names the lines that are quarantined because
    they are not rows."""
    landing = options.get("LANDING", "")
    if is_url(landing):
        upload = f"`make upload-landing LANDING=DIR TO={landing}`"
        raise UsageError(f"LANDING must be a folder; deliver into one, then {upload}")
    read = []
    for delivery in deliveries(paths, now, options.get("LOADED_AT", ""), options.get("BATCH", "")):
        if delivery.note:
            print(f"{delivery.path}: {delivery.note}")
        unreadable: list[str] = []
        read.append((delivery, read_delivery(contract, delivery, unreadable)))
        for reason in unreadable:
            print(f"Quarantined: {delivery.path} {reason}")
    return read


def add(
    contract: FeedContract,
    read: Sequence[tuple[Delivery, list[Row]]],
    landing: str,
    root: Path,
) -> None:
    """Adds deliveries to a landing folder, or, without one, to the seed."""
    seed = root / "seeds" / "feeds" / f"{contract.feed.name}.csv"
    for delivery, rows in read:
        if landing:
            is_new = write_file(contract, rows, delivery, Path(landing))
        else:
            is_new = write_seed(contract, rows, delivery, seed)
        place = f"{landing}/{contract.feed.name}" if landing else seed.relative_to(root)
        loaded_at = span([row[-3] for row in rows], delivery.loaded_at)
        batch = span([row[-2] for row in rows], delivery.batch)
        print(
            f"Delivered {delivery.path} to {place}: {len(rows)} rows, batch {batch}, "
            f"load time {loaded_at} UTC"
            if is_new
            else f"{delivery.path} is already in {place}"
        )
    if not seed.exists():
        seed.write_text(
            ",".join(column.name for column in contract.feed.columns) + "\n", encoding="utf-8"
        )


def span(values: Sequence[str | None], otherwise: str) -> str:
    """The value of all rows, or the first and the last one; `otherwise` if no row has any. The rows
    of a file in the layout of the landing keep their load times and batches."""
    found = sorted({value for value in values if value}) or [otherwise]
    return found[0] if len(found) == 1 else f"{found[0]} to {found[-1]}"


def remove_feed(options: Mapping[str, str], root: Path, now: datetime) -> None:
    """Deletes the models, seed and contract of a feed, and updates what contracts generate."""
    path = contract_path(options, root)
    contract = read_contract(path)
    check_written_by_command(contract, root)
    check_free(contract)
    referring = [
        other.name
        for other in contract.feeds
        for column in other.columns
        if any(target.startswith(f"{contract.feed.name}.") for target in column.references)
        and other.name != contract.feed.name
    ]
    if referring:
        raise UsageError(f"{referring[0]} refers to {contract.feed.name}; remove that feed first")
    plan = plan_of(contract, root)
    files = dict(generated(plan, root))
    # Files of the deliveryKind that the feed had before.
    files |= {name: "" for other in other_kinds(plan) for name in generated(other, root)}
    files[f"seeds/feeds/{contract.feed.name}.csv"] = ""
    files[str(path.relative_to(root))] = ""
    for name in delete(files, root):
        print(f"Deleted {name}")
    generate(root)


COMMANDS = {
    "new-feed": new_feed,
    "feed": feed,
    "deliver": deliver,
    "remove-feed": remove_feed,
}


def main(argv: Sequence[str], environment: Mapping[str, str], root: Path = ROOT) -> int:
    """Runs a command with the options in environment variables; returns 2 if it is refused."""
    command = parser().parse_args(argv).command
    now = datetime.now(UTC)
    try:
        COMMANDS[command](environment, root, now)
    except (UsageError, *ERRORS) as error:
        print(f"make {command}: {error}", file=sys.stderr)
        return REFUSED
    return OK
