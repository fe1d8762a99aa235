"""A warehouse built from files that arrive batch by batch in a landing folder."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from dbt_in_process import Outcome, Project

BATCHES = [f"B{number:03d}" for number in range(1, 11)]
"""The batches of the sample, one per day."""


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
