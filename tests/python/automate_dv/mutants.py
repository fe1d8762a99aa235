"""Deliberately broken variants of macros, and the random histories that catch each.

    PYTHONPATH=scripts:tests/python:tests/python/automate_dv python -m mutants [PROOF ...]

prints a table: the broken rule, and the number of histories until rows differ from the reference.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from account_histories import accounts_in_any_order, differences_of_accounts
from account_models import ACCOUNTS
from correction_histories import differences_of_corrections
from differences import (
    KEYS_OF_SNAPSHOTS,
    differences_of_feeds,
    differences_of_snapshots,
    rows_if_in_order,
    stored_twice,
)
from feed_models import FEEDS, HELD_BACK, SNAPSHOTS
from held_back_histories import differences_of_held_back
from in_order_histories import (
    differences_in_order,
    differences_of_relationships,
    loaded_in_order,
)
from loads_in_any_order import (
    FIXED_PLANS,
    IN_ORDER,
    contradicting_snapshots,
    feeds_in_any_order,
    random_plan,
    snapshots_in_any_order,
)
from memory_vault import Compiled, MakeVault, MemoryVault, compiled_models
from mutant_list import MUTANTS, Mutant
from point_in_time_histories import REFRESHED, differences_of_points_in_time
from special_models import PROPERTIES
from vault_models import MODELS, TABLES
from vault_project import DEFAULT, REPLAY_SAFE, Vars, VaultProject, parsed_project

SIZES = (10, 100, 1000)


def of_feeds(make: MakeVault, histories: int) -> dict[str, object]:
    """Keys of a change feed and a feed of sets, each with its own history."""
    return dict(differences_of_feeds(feeds_in_any_order(make, 1, histories)))


def of_snapshots(make: MakeVault, histories: int) -> dict[str, object]:
    """Keys of full snapshots, ten for each plan of arrival."""
    random = Random(2)
    plans = [*FIXED_PLANS, *(random_plan(random) for _ in range(95))][: max(1, histories // 10)]
    found = dict(differences_of_snapshots(snapshots_in_any_order(make, 2, 10, plans)))
    in_order = snapshots_in_any_order(make, 3, 10, [IN_ORDER])
    stored = in_order.vault.count("sat_snapshot")
    expected = rows_if_in_order(in_order.delivered("snapshot"))
    return found if stored == expected else {**found, "sat_snapshot": (stored, expected)}


def of_contradictions(make: MakeVault, histories: int) -> dict[str, object]:
    """Keys of full snapshots that are delivered again with other values."""
    history = contradicting_snapshots(make, 8, histories)
    return dict(stored_twice(history, KEYS_OF_SNAPSHOTS))


def of_held_back(make: MakeVault, histories: int) -> dict[str, object]:
    """Logs of snapshots, one after the other until one differs."""
    seeds = range(histories // 10, histories)
    found = (differences_of_held_back(make, seed, days=10, keys=10, loads=4) for seed in seeds)
    return next((it for it in found if it), {})


def of_accounts(make: MakeVault, histories: int) -> dict[str, object]:
    """Accounts, each with its own history of owners."""
    return dict(differences_of_accounts(accounts_in_any_order(make, 3, histories)))


def in_order(make: MakeVault, histories: int) -> dict[str, object]:
    """Keys of a change feed and a feed of sets that arrive in order."""
    found: dict[str, object] = {}
    for days in (1, 4):
        vault, feeds = loaded_in_order(make, 4, histories, days)
        found |= dict(differences_in_order(vault, feeds, days))
    return found


def relationships_in_order(make: MakeVault, histories: int) -> dict[str, object]:
    """Accounts whose owners arrive in order, with and without auto end-dating."""
    return dict(differences_of_relationships(make, 5, histories))


def points_in_time(make: MakeVault, histories: int) -> dict[str, object]:
    """Things of a hub with two satellites and a chain of owners."""
    return dict(differences_of_points_in_time(make, 6, histories))


def of_corrections(make: MakeVault, histories: int) -> dict[str, object]:
    """Events that later deliveries correct."""
    return dict(differences_of_corrections(make, 7, histories))


@dataclass(frozen=True)
class Proof:
    """Models with the vars that they are compiled with, and what differs after random histories."""

    models: tuple[str, ...]
    variables: Vars
    differences: Callable[[MakeVault, int], dict[str, object]]


IN_ORDER_TABLES = ("hub_thing", "link_thing_member", "sat_thing", "ma_sat_member")
PROOFS: Mapping[str, Proof] = {
    "changes and sets": Proof(tuple(FEEDS), REPLAY_SAFE, of_feeds),
    "snapshots": Proof(tuple(SNAPSHOTS), REPLAY_SAFE, of_snapshots),
    "contradicting snapshots": Proof(
        ("snapshot_log", "status_sat", "sat_snapshot", "sat_plain"),
        REPLAY_SAFE,
        of_contradictions,
    ),
    "held-back snapshots": Proof((*HELD_BACK, "sat_snapshot_timeline"), REPLAY_SAFE, of_held_back),
    "accounts": Proof(tuple(ACCOUNTS), REPLAY_SAFE, of_accounts),
    "corrections": Proof(("nh_corrected",), REPLAY_SAFE, of_corrections),
    "points in time": Proof((*REFRESHED, *REFRESHED.values()), REPLAY_SAFE, points_in_time),
    "loads in order": Proof(IN_ORDER_TABLES, DEFAULT, in_order),
    "relationships in order": Proof(
        (
            *("eff_sat_account", "eff_sat_auto_ended"),
            *("eff_sat_starts_at_change", "eff_sat_auto_starts_at_change"),
        ),
        DEFAULT,
        relationships_in_order,
    ),
}


@dataclass(frozen=True)
class Projects:
    """The same parsed project on two databases: without tables, and after a load."""

    empty: VaultProject
    loaded: VaultProject

    def compiled(self, proof: Proof) -> Compiled:
        """The models of a proof before and after the first load, with the macros as they are."""
        selected = ["--select", *(f"+{name}" for name in proof.models)]
        first = self.empty.compile(*selected, variables=proof.variables)
        later = self.loaded.compile(*selected, variables=proof.variables)
        return compiled_models(self.loaded, first, later)


@contextmanager
def broken(project: VaultProject, mutant: Mutant) -> Iterator[None]:
    """The project's macro, broken."""
    assert project.manifest
    macro = project.manifest.macros[f"macro.automate_dv.{mutant.macro}"]
    original = macro.macro_sql
    macro.macro_sql = mutant.applied(original)
    try:
        yield
    finally:
        macro.macro_sql = original


def caught_after(projects: Projects, mutant: Mutant) -> tuple[int, str] | None:
    """The number of histories until a mutant is caught, and the first differing table; or none."""
    proof = PROOFS[mutant.proof]
    with broken(projects.loaded, mutant):
        compiled = projects.compiled(proof)
    for histories in SIZES:
        found = proof.differences(lambda *models: MemoryVault(compiled, models, TABLES), histories)
        if found:
            return histories, next(iter(found))
    return None


def projects_in(folder: Path, proofs: Iterable[str] = PROOFS) -> Projects:
    """The project in a folder, parsed, on a database without and on one with the tables."""
    parsed = parsed_project(folder / "project", MODELS, PROPERTIES, REPLAY_SAFE)
    loaded = parsed.on_new_database(folder / "loaded", TABLES)
    names = {name for proof in proofs for name in PROOFS[proof].models}
    loaded.run("--select", *sorted(f"+{name}" for name in names))
    return Projects(parsed.on_new_database(folder / "empty", TABLES), loaded)


def main(argv: Sequence[str]) -> int:
    """Print the table of the mutants of some proofs or all; fails if one survives."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("proofs", nargs="*", metavar="PROOF", help=", ".join(PROOFS))
    proofs = parser.parse_args(argv).proofs or list(PROOFS)
    survivors = 0
    print("| broken | macro | histories | caught by | table that differs |\n|---|---|---:|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        projects = projects_in(Path(folder), proofs)
        for mutant in (it for it in MUTANTS if it.proof in proofs):
            caught = caught_after(projects, mutant)
            survivors += caught is None
            histories, table = caught or ("survives", "")
            print(
                f"| {mutant.rule} | `{mutant.macro}` | {histories} | {mutant.proof} | {table} |",
                flush=True,
            )
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
