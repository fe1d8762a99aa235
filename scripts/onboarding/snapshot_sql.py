"""The SQL of the staging models of a feed that delivers full snapshots."""

from __future__ import annotations

from collections.abc import Sequence

from onboarding.plan import FeedPlan, StagedColumn
from onboarding.staging_sql import composed_key, hash_call, key_arguments, typed


def presence_sql(plan: FeedPlan) -> str:
    """The staging model with the keys of the full snapshots."""
    feed = plan.feed.name
    parts: Sequence[StagedColumn] = plan.keys
    columns = [f"        '{plan.system}' as source_system,"] if plan.is_customer else []
    if len(parts) > 1:
        columns += composed_key(plan)
    for key in parts:
        columns += typed(feed, key.column.name, f" as {key.name},")
    selected = "\n".join(columns)
    call = "\n".join(hash_call(key_arguments(plan), plan.feed.vault_key[0]))
    grain = f"-- Grain: one row per {plan.label} in a full snapshot, rejected rows included."
    return f"""{grain}
with

source as (

    {{{{ snapshot_rows('{feed}') }}}}

),

renamed as (

    select distinct
{selected}
        snapshot_at as loaded_at,
        _landed_in as landed_in,
        coalesce(_record_source, '(none)') as record_source
    from source
    where
        has_key = 1
        and snapshot_at is not null
        and not {{{{ is_accepted_load() }}}}

),

hashed as (

    select
        *,
{call}
    from renamed

)

select * from hashed
"""


def files_sql(plan: FeedPlan) -> str:
    """The staging model with the files of the full snapshots."""
    feed = plan.feed.name
    return (
        f"-- Grain: one row per file or batch (landed_in) of the feed {feed} and load time of its"
        f" rows.\n{{{{ snapshot_files('{feed}') }}}}\n"
    )


def rulings_sql(plan: FeedPlan) -> str:
    """The view of rulings on full snapshots."""
    feed = plan.feed.name
    return (
        f"-- Grain: one row per full snapshot of the feed {feed} with a ruling.\n"
        "{{ config(materialized='view', meta={'load_column': none}) }}\n"
        f"{{{{ snapshot_rulings('{feed}') }}}}\n"
    )
