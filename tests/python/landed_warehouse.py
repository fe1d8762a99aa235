"""A warehouse built from files that arrive batch by batch in a landing folder."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import duckdb

from dbt_in_process import Outcome, Project

BATCHES = [f"B{number:03d}" for number in range(1, 11)]
"""The batches of the sample, one per day."""
# The file formats; each feed has one of them.
FORMATS = {
    "csv": "format csv, header",
    "jsonl": "format json",
    "parquet": "format parquet",
}


def write_deliveries(
    connection: duckdb.DuckDBPyConnection,
    feeds: Mapping[str, str],
    folder: Path,
    formats: Sequence[str] = tuple(FORMATS),
) -> None:
    """Write feeds as files, `<feed>/<batch>.<extension>`.

    feeds: name -> the table or function with its rows.
    """
    for (feed, rows), extension in zip(feeds.items(), cycle(formats), strict=False):
        options = FORMATS[extension]
        (folder / feed).mkdir()
        connection.execute(f"create or replace temporary table delivered as from {rows}")
        batches = connection.execute("select distinct _batch_id from delivered").fetchall()
        for (batch,) in batches:
            connection.execute(
                f"copy (from delivered where _batch_id = '{batch}')"
                f" to '{folder / feed / batch}.{extension}' ({options})"
            )


def deliver_seeds(
    seeds: Iterable[Path], folder: Path, formats: Sequence[str] = tuple(FORMATS)
) -> None:
    """Write seeds, each a file with all batches of a feed, as files of a landing folder."""
    with duckdb.connect() as connection:
        read = {
            path.stem: f"read_csv('{path}', all_varchar = true, hive_partitioning = false)"
            for path in seeds
        }
        write_deliveries(connection, read, folder, formats)


@dataclass(frozen=True)
class Landing:
    """A warehouse that is built from the files of its own landing folder."""

    project: Project
    delivered: Path
    folder: Path
    database: Path

    def run(self, *arguments: str, database: Path | None = None, **dbt_vars: str) -> Outcome:
        """Run dbt on the files that have landed."""
        given = {"landing": str(self.folder), **dbt_vars}
        return self.project.run(database or self.database, *arguments, dbt_vars=given)

    def attempt(self, *arguments: str, keeps_artifacts: bool = False) -> Outcome:
        """Run dbt on the files that have landed, and return the outcome."""
        return self.project.attempt(
            self.database,
            *arguments,
            dbt_vars={"landing": str(self.folder)},
            keeps_artifacts=keeps_artifacts,
        )

    def deliver(self, *batches: str) -> None:
        """Deliver the files of batches."""
        for path in self.delivered.glob("*/*.*"):
            if path.stem in batches:
                target = self.folder / path.parent.name / path.name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)

    def load(self, *batches: str, options: tuple[str, ...] = ()) -> None:
        """Deliver batches and load the files that have landed."""
        self.deliver(*batches)
        if not self.database.exists():
            self.run("seed", "--select", "reference")
        self.run("run", *options)
