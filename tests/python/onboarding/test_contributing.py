"""The make commands in CONTRIBUTING.md that add and remove a feed work."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from drawn_feeds import customers
from onboarded_project import copy_of

from contracts.cli import check
from documented_commands import commands, options_of

ONBOARDING = ("new-feed", "feed", "deliver", "remove-feed")


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
