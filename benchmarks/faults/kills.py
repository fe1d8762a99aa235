"""One fault in a build, and how the next build recovers."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from database_comparison import differences, tables
from faults.builds import Place
from warehouse.publication.database_copy import copy_path

# A line of dbt's log at the start or the end of a node.
NODE = re.compile(r"(?P<number>\d+) of \d+ (?P<what>\w+) (?P<name>.*?)( \.+)? +\[")
POLL = 0.0005
LAYERS = ("reference", "staging", "quarantine", "raw_vault", "business_vault", "marts", "snapshots")


@dataclass(frozen=True, slots=True)
class Point:
    """Where a build is killed: after a number of lines of its output and a pause in seconds.

    lines: 0 kills during the checks; -1 while the database is copied for readers.
    """

    lines: int
    pause: float

    def __str__(self) -> str:
        return "in the copy" if self.lines < 0 else f"line {self.lines:,} + {self.pause:.2f} s"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a fault: the running node, the state that readers saw, the message of
    `make retry`, and the result of the next build.

    different: tables of the working or the published database that differ from a build
    without faults.
    """

    fault: str
    running: str
    readers: str
    retry: str
    next_build: str
    different: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost."""
        return (
            self.readers in ("yesterday", "today")
            and self.retry != "half a load"
            and self.next_build == "ok"
            and not self.different
        )


def random_points(number: int, total: int, seed: int) -> list[Point]:
    """Points spread at random over a build of `total` lines; one is in the copy for readers."""
    chosen = random.Random(seed)
    points = [Point(chosen.randrange(total), chosen.random() / 2) for _ in range(number)]
    if number > 1:
        points[1] = Point(-1, chosen.random() / 50)
    return points


def reset(place: Place) -> None:
    """Leave an empty working database, and one of yesterday for readers."""
    shutil.rmtree(place.folder, ignore_errors=True)
    make_databases(place)


def make_databases(place: Place) -> None:
    """Make an empty working database, and one of yesterday for readers."""
    place.published.parent.mkdir(parents=True)
    duckdb.connect(str(place.working)).close()
    with duckdb.connect(str(place.published)) as connection:
        connection.execute("create table yesterday as select 1 as one")


def kill_build(place: Place, point: Point) -> str:
    """Start a build and kill it and its dbt at a point; returns what was running."""
    running: dict[str, str] = {}
    last = "checks"
    with place.start("build", VERBOSE="1") as process:
        assert process.stdout is not None
        if point.lines < 0:
            last = "copy for readers"
            # The pipe holds the output until then only if something reads it.
            with subprocess.Popen(["cat"], stdin=process.stdout, stdout=subprocess.DEVNULL):
                process.stdout.close()
                while process.poll() is None and not copy_path(place.published).exists():
                    time.sleep(POLL)
                time.sleep(point.pause)
                kill(process)
        else:
            for number, line in enumerate(process.stdout):
                if number >= point.lines:
                    break
                last = line_meaning(line, running) or last
            time.sleep(point.pause)
            kill(process)
    return " and ".join(running.values()) or last


def line_meaning(line: str, running: dict[str, str]) -> str:
    """Keep track of the nodes that run, by number; returns what a line says about the phase."""
    found = NODE.search(line)
    if found and found["what"] == "START":
        running[found["number"]] = found["name"].split()[-1]
    elif found:
        running.pop(found["number"], None)
    elif "Running with dbt" in line:
        return "parse"
    elif "Finished running" in line or line.startswith("Customer 360"):
        return "summary"
    return ""


def kill(process: subprocess.Popen) -> None:
    """Kill a process and its children at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Callable[[], None]]:
    """A folder on a disk of a size; the yielded function enlarges the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "faults", str(folder)]
    subprocess.run(mount, check=True)

    def enlarge() -> None:
        subprocess.run(["mount", "-o", "remount,size=4g", str(folder)], check=True)

    try:
        yield enlarge
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def small_files(megabytes: int) -> Iterator[Callable[[], None]]:
    """A limit of the size of a file, where no disk can be mounted: a write beyond it fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (megabytes * 1_000_000, before[1]))

    def lift() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    try:
        yield lift
    finally:
        lift()
        signal.signal(signal.SIGXFSZ, handler)


def after(place: Place, whole: Path, fault: str, running: str) -> Outcome:
    """What readers see after a fault, what `make retry` says, and the next build's result."""
    readers = state_of(place.published, whole)
    code, said = place.run("retry")
    finished = any(line.startswith("Nothing to retry") for line in said)
    retry = "stops" if code else "nothing to do" if finished else "completes"
    if not code and state_of(place.working, whole) != "today":
        retry = "half a load"
    code, said = place.run("build")
    different: set[str] = set()
    for database in (place.working, place.published):
        try:
            different |= different_tables(whole, database)
        except duckdb.Error as error:
            different.add(f"{database.parent.name}: {error}")
    left = [path.name for path in place.folder.rglob("*.publishing")]
    result = "ok" if code == 0 and not left else f"exit {code}: {(said or [''])[-1]}"
    return Outcome(fault, running, readers, retry, result, tuple(sorted(different)))


def different_tables(whole: Path, database: Path) -> set[str]:
    """The tables that only one of two databases has, or that have other rows."""
    found = set(tables(whole, LAYERS)) ^ set(tables(database, LAYERS))
    return found or set(differences(whole, database, LAYERS))


def state_of(database: Path, whole: Path) -> str:
    """The state of a database: yesterday, today or a mixture."""
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            names = {name for (name,) in connection.execute("show tables").fetchall()}
        if "yesterday" in names:
            return "yesterday"
        return "a mixture" if different_tables(whole, database) else "today"
    except duckdb.Error as error:
        return str(error).splitlines()[0]


def killed(place: Place, whole: Path, points: Sequence[Point]) -> Outcome:
    """Kill a build at a point, the next one at the next point, and so on."""
    reset(place)
    # After a kill in the copy there is nothing more to build.
    points = sorted(points, key=lambda point: point.lines < 0)
    running = [kill_build(place, point) for point in points]
    return after(place, whole, f"kill -9, {'; '.join(map(str, points))}", "; ".join(running))


def full_disk(place: Place, whole: Path, megabytes: int) -> Outcome:
    """Build on a disk that is too small, then on one that is not."""
    reset(place)
    fault = f"disk of {megabytes} MB"
    try:
        with small_disk(place.folder / "disk", megabytes) as enlarge:
            small = replace(place, folder=place.folder / "disk")
            make_databases(small)
            code, said = small.run("build")
            enlarge()
            return after(small, whole, fault, f"exit {code}: {reason(said)}")
    except (subprocess.CalledProcessError, FileNotFoundError):
        with small_files(megabytes) as lift:
            code, said = place.run("build")
            lift()
        return after(place, whole, f"files up to {megabytes} MB", f"exit {code}: {reason(said)}")


def little_memory(place: Place, whole: Path, limit: str) -> Outcome:
    """Build with a limit of memory that is too low, then without."""
    reset(place)
    code, said = place.run("build", C360_MEMORY_LIMIT=limit)
    return after(place, whole, f"memory of {limit}", f"exit {code}: {reason(said)}")


def reason(said: list[str]) -> str:
    """The line that says why a build stopped."""
    wanted = [line for line in said if line.startswith(("Not published", "database", "  failed"))]
    return (wanted or said or [""])[-1].strip()[:100]
