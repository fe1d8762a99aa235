"""A changed seed or mapping takes effect with the next run of the tables that read it."""

import shutil
from pathlib import Path

import duckdb

from dbt_in_process import DATABASE, Project
from small_warehouse import SmallBuild

COMMON_NAME = """
    select first_root from business_vault.standardised_records
    where first_name = first_root and first_root not in (select name from reference.nicknames)
    group by first_root order by count(*) desc, first_root limit 1
"""
# With the word that nicknames are compared with. David is also the root of Dave, which stays.
ROOTS = """
    select version_id, split_part(first_name, ' ', 1) as word, first_root from business_vault.{}
    order by version_id
"""

MAPPED = """
    select
        count(case when attribute = 'segment' and attribute_value in (
            select city from raw_vault.sat_customer_pii__oracle) then 1 end),
        count(case when attribute = 'segment' and attribute_value like '%@%' then 1 end),
        count(case when attribute = 'phone' then 1 end)
    from business_vault.customer_attributes where source_system = 'Oracle'
"""


def test_a_new_nickname_changes_the_records_with_that_name(
    small_build: SmallBuild, project: Project, tmp_path: Path
) -> None:
    database = tmp_path / DATABASE
    shutil.copy(small_build.built, database)
    tables = ("standardised_records", "matchable_records")
    with duckdb.connect(str(database)) as connection:
        ((name,),) = connection.execute(COMMON_NAME).fetchall()
        before = [connection.execute(ROOTS.format(table)).fetchall() for table in tables]
        connection.execute("insert into reference.nicknames values (?, 'NEW NAME')", [name])
    project.run(database, "run", "--select", *tables)
    with duckdb.connect(str(database)) as connection:
        after = [connection.execute(ROOTS.format(table)).fetchall() for table in tables]
    for table, old, new in zip(tables, before, after, strict=True):
        expected = [(key, word, "NEW NAME" if word == name else root) for key, word, root in old]
        assert (table, new == expected, new == old) == (table, True, False)


def test_a_changed_mapping_changes_the_records_that_are_loaded(
    small_build: SmallBuild, project: Project, tmp_path: Path
) -> None:
    database = tmp_path / DATABASE
    shutil.copy(small_build.built, database)
    meta = project.manifest.nodes["model.customer_360.sat_customer_pii__oracle"].config.meta
    found = []
    try:
        for mapped in ({"segment": "city"}, {"segment": "email", "phone": "phone"}, {}):
            meta["customer_attributes"] = mapped
            project.manifest.build_flat_graph()
            project.run(database, "run", "--select", "customer_attributes")
            with duckdb.connect(str(database)) as connection:
                found += connection.execute(MAPPED).fetchall()
    finally:
        del meta["customer_attributes"]
        project.manifest.build_flat_graph()
    (cities, no_addresses, phones), (no_cities, addresses, more_phones), neither = found
    assert no_addresses == no_cities == 0 and cities and addresses
    assert more_phones == 2 * phones
    assert neither == (0, 0, phones)
