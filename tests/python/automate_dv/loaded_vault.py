"""The models of the project that is loaded with random histories, and how the loads arrive."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from load_histories import (
    Delivery,
    Load,
)
from vault_project import VaultProject, incremental, staging

CORRECTED = {"hash": "SHA", "injective_hashing": True, "replay_safe_loading": True}
LOADS = 5
DAYS = 7
# For each load the days of the snapshots that it brings.
FIXED_PLANS = [
    [[0, 1], [2], [3, 4], [5], [6]],
    [[0, 1, 2, 3, 4, 5, 6], [], [2], [], [0, 6]],
    [[6], [5, 4], [3], [2, 1], [0]],
    [[0, 6], [3], [1, 5], [2, 3], [4]],
    [[0, 3, 5], [6, 1], [1], [4], [2, 4]],
]
RANDOM_PLANS = 3
HASHES = """
{{ automate_dv.hash(columns='thing_id', alias='thing_hk') }},
{{ automate_dv.hash(columns=['one', 'two'], alias='hashdiff', is_hashdiff=true) }},
{{ automate_dv.hash(columns=['member_id', 'one', 'two'], alias='member_hashdiff',
    is_hashdiff=true) }},
{{ automate_dv.hash(columns=['thing_id', 'member_id'], alias='thing_member_hk') }},
{{ automate_dv.hash(columns='member_id', alias='member_hk') }}
"""
FIXED = "src_ldts='loaded_at', src_source='record_source'"
SAT = (
    "sat(src_pk='thing_hk', src_hashdiff='hashdiff', src_payload=['thing_id', 'one', 'two'],"
    f" src_eff='effective_from', {FIXED}, source_model='%s'%s)"
)
MODELS = {
    "stg_change": staging("change", HASHES),
    "stg_member": staging("member", HASHES),
    "hub_thing": incremental(
        f"hub(src_pk='thing_hk', src_nk='thing_id', {FIXED},"
        " source_model=['stg_change', 'stg_member'])"
    ),
    "link_thing_member": incremental(
        f"link(src_pk='thing_member_hk', src_fk=['thing_hk', 'member_hk'], {FIXED},"
        " source_model='stg_member')"
    ),
    "sat_thing": incremental(SAT % ("stg_change", "")),
    "sat_thing_timeline": (
        "{{ automate_dv.sat_timeline('sat_thing', 'thing_hk', 'hashdiff', 'loaded_at') }}"
    ),
    "sat_thing_current": (
        "{{ automate_dv.current_sat('sat_thing', 'thing_hk', ['effective_from', 'loaded_at']) }}"
    ),
    "ma_sat_member": incremental(
        "ma_sat(src_pk='thing_hk', src_cdk=['member_id'], src_hashdiff='member_hashdiff',"
        f" src_payload=['thing_id', 'one', 'two'], src_eff='effective_from', {FIXED},"
        " source_model='stg_member')"
    ),
    "ma_sat_member_timeline": (
        "{{ automate_dv.ma_sat_timeline('ma_sat_member', 'thing_hk', ['member_id'],"
        " 'member_hashdiff', 'loaded_at') }}"
    ),
    "ma_sat_member_current": (
        "{{ automate_dv.current_sat('ma_sat_member', 'thing_hk', 'loaded_at',"
        " src_cdk='member_id') }}"
    ),
}


# Rows of snapshots that staging rejects though they name their key; is_rejected says the same.
REJECTED = "(cast(substr(thing_id, 2) as integer) + day(loaded_at)) % 7 = 0"


def is_rejected(delivery: Delivery) -> bool:
    """Whether staging rejects a row of a snapshot."""
    return (int(delivery.key[1:]) + delivery.loaded_at.day) % 7 == 0


def snapshot_models(plan: int) -> dict[str, str]:
    """The models of one feed of full snapshots.

    `sat_plain` knows no time of change, so a value that returns looks as it did before;
    `sat_accepted` is given fewer rows than its status satellite.
    """
    names = f"src_snapshots='snapshot_log_{plan}'"
    status = f"status_sat_{plan}"
    return {
        f"stg_snapshot_{plan}": staging(f"snapshot_{plan}", HASHES),
        f"snapshot_log_{plan}": incremental(
            f"snapshot_log({FIXED}, source_model='stg_snapshot_{plan}')"
        ),
        status: incremental(
            f"status_sat(src_pk='thing_hk', {FIXED}, source_model='stg_snapshot_{plan}', {names})"
        ),
        f"sat_snapshot_{plan}": incremental(
            SAT % (f"stg_snapshot_{plan}", f", src_status='{status}', {names}")
        ),
        f"stg_accepted_{plan}": (
            f"select * from {{{{ ref('stg_snapshot_{plan}') }}}} where not {REJECTED}"
        ),
        f"sat_accepted_{plan}": incremental(
            SAT % (f"stg_accepted_{plan}", f", src_status='{status}', {names}")
        ),
        f"sat_plain_{plan}": incremental(
            (SAT % (f"stg_snapshot_{plan}", f", src_status='{status}', {names}")).replace(
                " src_eff='effective_from',", ""
            )
        ),
        f"sat_snapshot_{plan}_timeline": (
            f"{{{{ automate_dv.sat_timeline('sat_snapshot_{plan}', 'thing_hk', 'hashdiff',"
            " 'loaded_at') }}"
        ),
        f"{status}_timeline": (
            f"{{{{ automate_dv.status_timeline('{status}', 'thing_hk', 'loaded_at') }}}}"
        ),
    }


@dataclass(frozen=True)
class Loaded:
    """A loaded project and the deliveries that went into it."""

    project: VaultProject
    loads: dict[str, list[Load]] = field(repr=False)

    def delivered(self, table: str) -> list[Delivery]:
        """The deliveries of a landing table, repetitions included."""
        return [load.delivery for load in self.loads[table]]


def random_plan(random: Random) -> list[list[int]]:
    """Snapshots in any order, some of them twice."""
    plan: list[list[int]] = [[] for _ in range(LOADS)]
    for number in [*range(DAYS), *random.sample(range(DAYS), 2)]:
        random.choice(plan).append(number)
    return plan


def replayed(loads: list[Load]) -> list[Load]:
    """All that was delivered, once more, with one last load."""
    return loads + [Load(LOADS + 1, load.delivery) for load in loads]
