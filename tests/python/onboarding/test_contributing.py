"""The make commands in CONTRIBUTING.md exist, and those that add and remove a feed work."""

from __future__ import annotations

import random
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from drawn_feeds import customers
from onboarded_project import copy_of

from contracts.cli import check

# A command with its options, in a code block or in a sentence.
COMMAND = re.compile(r"^    (make [^\n]*?)(?:  +.*)?$|`(make [^`]+)`", re.M)
# Placeholders that a person replaces.
PLACEHOLDER = re.compile(r"<\w+>")
ONBOARDING = ("new-feed", "feed", "deliver", "remove-feed")


def commands(root: Path) -> list[list[str]]:
    """The make commands that CONTRIBUTING.md mentions, each as its words."""
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = (block or inline for block, inline in COMMAND.findall(text))
    return [shlex.split(PLACEHOLDER.sub("x", one)) for one in dict.fromkeys(found)]


def options_of(words: list[str]) -> dict[str, str]:
    """The options of a command."""
    return dict(word.split("=", 1) for word in words if "=" in word)


def test_make_knows_every_command(root: Path) -> None:
    mentioned = commands(root)
    assert len(mentioned) > 20
    targets = sorted({words[1] for words in mentioned})
    assert set(ONBOARDING) <= set(targets)
    done = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", *targets],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_commands_that_add_and_remove_a_feed_work_in_order(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copy_of(root, tmp_path / "project")
    (tmp_path / "drawn").mkdir()
    monkeypatch.chdir(tmp_path)
    drawn = customers(root, tmp_path / "drawn", random.Random(6))
    before = copy.content()
    ran = []
    for words in commands(root):
        options = options_of(words)
        if words[1] not in ONBOARDING or not options:
            continue
        for name in options.get("FILE", "").split():
            Path(name).write_bytes(drawn.files[0].read_bytes())
        copy.run(words[1], **options)
        # Builds start also between new-feed and feed.
        assert check(copy.folder) == []
        ran.append(words[1])
    assert ran == ["new-feed", "feed", "deliver", "deliver", "remove-feed"]
    assert (tmp_path / "landing" / "customers" / "customers_2026-02-02.csv").is_file()
    assert set(copy.content()) == set(before)
