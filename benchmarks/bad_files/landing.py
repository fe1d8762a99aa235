"""Adds the files of deliveries to a landing folder, and removes them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bad_files.delivery import Delivery, Files, Link


def put(folder: Path, files: Files) -> None:
    """Write files below a folder; existing files are replaced."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.mkdir(exist_ok=True)
        elif isinstance(content, Link):
            path.symlink_to(link_target(folder, path.name, content))
        else:
            path.write_bytes(content)


def link_target(folder: Path, name: str, link: Link) -> Path:
    """The file that a link leads to, written next to the landing folder."""
    target = folder.with_name(f"{folder.name}_links") / name
    target.parent.mkdir(exist_ok=True)
    if link.content is not None:
        target.write_bytes(link.content)
    return target


def land(folder: Path, deliveries: Iterable[Delivery], build: int) -> None:
    """Write the files that land before a build."""
    for delivery in deliveries:
        if step := delivery.steps.get(build):
            put(folder, step.files)
            for name in step.removed:
                (folder / name).unlink()


@contextmanager
def temporary_files(folder: Path, files: Files) -> Iterator[None]:
    """Add files to a folder, and restore it at the end."""
    before = {name: (folder / name).read_bytes() for name in files if (folder / name).is_file()}
    made = [path for name in files for path in new_parents(folder, folder / name)]
    put(folder, files)
    try:
        yield
    finally:
        for name in files:
            path = folder / name
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
        for path in made:
            shutil.rmtree(path, ignore_errors=True)
        put(folder, before)


def new_parents(folder: Path, path: Path) -> list[Path]:
    """The folders between a folder and a path that do not exist yet."""
    parents = [parent for parent in path.parents if folder in parent.parents]
    return [parent for parent in parents if not parent.exists()]
