"""Builds the SQL text of the models of these tests."""

from __future__ import annotations

INCREMENTAL = "{{ config(materialized='incremental') }}\n"
METADATA = "src_ldts='loaded_at', src_source='record_source'"


def staging(table: str, hashes: str) -> str:
    """A staging model of the rows of the current load, with hash columns added."""
    return (
        f"select *, {hashes} from {table} where load_number = (select max(load_number) from clock)"
    )


def reader(call: str) -> str:
    """A view of one macro call."""
    return f"{{{{ automate_dv.{call} }}}}\n"


def incremental(call: str) -> str:
    """An incremental model of one macro call."""
    return INCREMENTAL + reader(call)


def materialized(name: str, call: str) -> str:
    """A model of one macro call with a materialization."""
    return f"{{{{ config(materialized='{name}') }}}}\n{reader(call)}"


HASHES = """
{{ automate_dv.hash(columns='thing_id', alias='thing_hk') }},
{{ automate_dv.hash(columns=['one', 'two'], alias='hashdiff', is_hashdiff=true) }},
{{ automate_dv.hash(columns=['member_id', 'one', 'two'], alias='member_hashdiff',
    is_hashdiff=true) }},
{{ automate_dv.hash(columns=['thing_id', 'member_id'], alias='thing_member_hk') }},
{{ automate_dv.hash(columns='member_id', alias='member_hk') }}
"""
SAT = (
    "sat(src_pk='thing_hk', src_hashdiff='hashdiff', src_payload=['thing_id', 'one', 'two'],"
    f" src_eff='effective_from', {METADATA}, source_model='%s'%s)"
)
