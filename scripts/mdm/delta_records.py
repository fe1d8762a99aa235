"""What a delta changes: versions of records, the keys these carry, whose pairs may be others."""

import pandas as pd

from .match_state import MatchState, matchable_versions, numbered, whole_tables


def take_in(state: MatchState, deliveries: pd.DataFrame) -> None:
    """Standardise what was delivered and tell which values are generic now.

    Sets the tables arrived (record_id) and moved_values (field, value): generic from another day on
    than before, or no more.
    """
    connection = state.connection
    days = ["record_id", "known_from"]
    last = deliveries.drop_duplicates(days, keep="last", ignore_index=True)
    connection.register("given", last)
    state.keep("delivered", "from given")
    state.keep("arrived", "select distinct record_id from delivered")
    connection.execute(
        "delete from deliveries using delivered where deliveries.record_id = delivered.record_id"
        " and deliveries.known_from = cast(delivered.known_from as date)"
    )
    connection.execute("insert into deliveries by name from delivered")
    statements = whole_tables(state.macros, state.model.version)
    state.replace("standardised", statements["standardised"], scope="arrived")
    state.keep("generic_before", "from generic")
    connection.execute(f"create or replace table generic as {statements['generic']}")
    state.keep(
        "moved_values",
        "select field, value from generic full join generic_before using (field, value)"
        " where generic.generic_from is distinct from generic_before.generic_from",
    )


def mask(state: MatchState) -> None:
    """Mask the records that arrived or have a moved value.

    Sets the table changed (record_id): those that hold another content or span than before.
    """
    macros = state.macros
    fields = state.connection.sql("select distinct field from moved_values order by all").fetchall()
    carriers = [
        f"select record_id from standardised semi join moved_values"
        f" on moved_values.field = '{field}' and standardised.{field} = moved_values.value"
        for (field,) in fields
    ]
    state.keep("masked_anew", " union ".join(["from arrived", *carriers]))
    standardised = "(from standardised semi join masked_anew using (record_id))"
    state.keep("now", matchable_versions(macros, state.model.version, standardised))
    before = "(from matchable semi join masked_anew using (record_id))"
    state.keep("changed", macros.changed_records("now", before))
    state.replace("matchable", "from now semi join changed using (record_id)", scope="changed")
    _number(state)


def _number(state: MatchState) -> None:
    """Give a number to each new content of a version; a record has that of its first version."""
    connection = state.connection
    (count,) = connection.execute("select count(*) from version_numbers").fetchall()[0]
    connection.execute(f"""
        insert into version_numbers
        with fresh as (
            select version_id, content_id, record_id, {count} + row_number() over () as number
            from matchable
            semi join changed using (record_id)
            anti join version_numbers using (version_id, content_id)
        )
        select
            version_id, content_id, record_id, number,
            coalesce(record_number, min(number) over (partition by record_id))
        from fresh
        left join (select distinct record_id, record_number from version_numbers) using (record_id)
    """)


def block(state: MatchState) -> None:
    """Replace the keys of changed records and count the keys that they had or have.

    Sets the tables moved_keys (key_type, block_key), members (rows of block_keys), all that carry
    one of them now, and touched (record_id, a number): changed records, and those behind a key that
    passed the cap on another day than before.
    """
    macros, connection = state.macros, state.connection
    state.keep(
        "changed_numbers",
        "select distinct record_number as record_id"
        " from version_numbers semi join changed using (record_id)",
    )
    carried = macros.keys_of_records("block_keys", "changed_numbers")
    state.keep("moved_keys", f"from {carried}")
    changed = numbered("(from matchable semi join changed using (record_id))")
    state.replace("block_keys", macros.block_keys(changed), scope="changed_numbers")
    connection.execute(f"insert into moved_keys from {carried} except from moved_keys")
    state.keep("members", macros.chosen_keys("block_keys", "moved_keys"))
    limits = {"parameters": "match_model_parameters", "model_version": state.model.version}
    state.keep("sizes_now", macros.block_key_sizes("members", **limits))
    state.keep(
        "moved",
        "select key_type, block_key, true as is_pending"
        " from (from block_key_sizes semi join moved_keys using (key_type, block_key)) as before"
        " full join sizes_now as later using (key_type, block_key)"
        " where before.over_cap_from is distinct from later.over_cap_from",
    )
    state.replace("block_key_sizes", "from sizes_now", "moved_keys", key="key_type block_key")
    state.keep("touched", macros.touched_records("changed_numbers", "members", "moved"))
