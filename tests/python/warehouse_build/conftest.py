"""Warehouses that tests may change: copies of the reference build, builds from landing folders."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from landed_warehouse import Landing

from dbt_in_process import DATABASE, ROOT, Project
from reference_build import TARGET, Reference, one_process_at_a_time, parsed_project

# The kinds of files; each feed has one of them.
KINDS = {
    "csv": "format csv, header",
    "jsonl": "format json",
    "parquet": "format parquet",
}


@pytest.fixture(scope="session")
def copy_of_reference(
    reference: Reference, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """A function that copies the reference database into a folder of the given name."""

    def copy(name: str) -> Path:
        target = tmp_path_factory.mktemp(name) / DATABASE
        shutil.copy(reference.database, target)
        return target

    return copy


@pytest.fixture(scope="session")
def documented(project: Project, reference: Reference) -> Path:
    """The folder with the output of `dbt docs generate` for the reference build.

    Written once for all processes, on a copy, so that dbt does not lock the database.
    """
    folder = TARGET / "documented"
    with one_process_at_a_time("documented"):
        built, catalog = reference.database.stat().st_mtime, folder / "target" / "catalog.json"
        if not catalog.is_file() or catalog.stat().st_mtime < built:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            shutil.copy(reference.database, folder / DATABASE)
            project.run(folder / DATABASE, "docs", "generate")
    return folder / "target"


@pytest.fixture(scope="session")
def landing_project() -> Project:
    """The project parsed for files in a landing folder; each run sets the folder."""
    return parsed_project("test_landing", {"landing": "landing"})


@pytest.fixture(scope="session")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's feeds as files, `<feed>/<batch>.<kind>`."""
    folder = tmp_path_factory.mktemp("delivered")
    seeds = [
        *sorted((ROOT / "seeds" / "feeds").glob("*.csv")),
        *sorted((ROOT / "seeds" / "stewardship").glob("*.csv")),
    ]
    with duckdb.connect() as connection:
        for number, seed in enumerate(seeds):
            kind, options = list(KINDS.items())[number % len(KINDS)]
            (folder / seed.stem).mkdir()
            rows = f"read_csv('{seed}', all_varchar = true)"
            batches = connection.execute(f"select distinct _batch_id from {rows}").fetchall()
            for (batch,) in batches:
                connection.execute(
                    f"copy (select * from {rows} where _batch_id = '{batch}')"
                    f" to '{folder / seed.stem / batch}.{kind}' ({options})"
                )
    return folder


@pytest.fixture(scope="session")
def new_landing(
    landing_project: Project, delivered: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Landing]:
    """A function that creates an empty landing folder and warehouse."""

    def make(name: str) -> Landing:
        folder = tmp_path_factory.mktemp(name)
        return Landing(landing_project, delivered, folder / "landing", folder / DATABASE)

    return make


@pytest.fixture
def landing(new_landing: Callable[[str], Landing]) -> Landing:
    """An empty landing folder and warehouse."""
    return new_landing("landing")
