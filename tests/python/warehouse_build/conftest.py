"""Builds of the warehouse in databases of their own, beside the one that `make test` made."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from dbt_runs import ROOT, run_dbt_on

# Each kind of file is that of some feeds.
KINDS = {
    "csv": "format csv, header",
    "jsonl": "format json",
    "parquet": "format parquet",
}


@pytest.fixture(scope="session")
def copied_project(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A function that copies the project, without what builds write, to a folder of a name."""

    def copy(name: str) -> Path:
        target = tmp_path_factory.mktemp(name) / "project"
        ignored = shutil.ignore_patterns(
            ".git", ".venv", "target", "logs", "*.duckdb*", "__pycache__", "python", "docs"
        )
        shutil.copytree(ROOT, target, ignore=ignored)
        return target

    return copy


@pytest.fixture(scope="session")
def built_at_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database built from all batches in one run."""
    database = tmp_path_factory.mktemp("at_once") / "c360.duckdb"
    run_dbt_on(ROOT, database, "seed", "--quiet")
    run_dbt_on(ROOT, database, "run", "--quiet")
    return database


@pytest.fixture(scope="session")
def documented(built_at_once: Path) -> Path:
    """The folder of what `dbt docs generate` tells of it: manifests, catalog, compiled SQL."""
    run_dbt_on(ROOT, built_at_once, "docs", "generate", "--quiet")
    return built_at_once.parent / "target"


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


@pytest.fixture
def landing(delivered: Path, tmp_path: Path) -> Callable[..., None]:
    """A function that lets batches arrive and then runs dbt on what has landed."""

    def arrive_and_run(*batches: str, options: tuple[str, ...] = ()) -> None:
        for path in delivered.glob("*/*.*"):
            if path.stem in batches:
                target = tmp_path / "landing" / path.parent.name / path.name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
        variables = json.dumps({"landing": str(tmp_path / "landing")})
        database = tmp_path / "c360.duckdb"
        if not database.exists():
            run_dbt_on(ROOT, database, "seed", "--quiet", "--vars", variables)
        run_dbt_on(ROOT, database, "run", "--quiet", "--vars", variables, *options)

    return arrive_and_run
