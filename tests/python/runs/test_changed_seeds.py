"""A changed seed takes effect with the next run of the tables that read it."""

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
