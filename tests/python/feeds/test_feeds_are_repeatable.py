"""The same seed gives the same bytes, whichever feeds are requested."""

import subprocess
import sys
from pathlib import Path

import pytest

from feeds import FEEDS, SEED, generate
from feeds.__main__ import main
from feeds.world import build_world

SEEDS = Path(__file__).resolve().parents[3] / "seeds"


def written(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.glob("*/*.csv"))
    }


def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path):
    main(["--scale", "0.1", "--out", str(tmp_path / "one")])
    subprocess.run(
        [sys.executable, "-m", "feeds", "--scale", "0.1", "--out", str(tmp_path / "two")],
        check=True,
        env={"PYTHONHASHSEED": "7", "PATH": "", "PYTHONPATH": str(SEEDS.parent / "scripts")},
    )
    one, two = written(tmp_path / "one"), written(tmp_path / "two")
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_a_different_seed_gives_different_rows():
    one, two = (list(generate(0.1, seed)) for seed in (1, 2))
    assert all(first[2] != second[2] for first, second in zip(one, two, strict=True))


@pytest.fixture(scope="module")
def everything():
    """The rows of all feeds."""
    return {path: rows for path, _, rows in generate(0.1)}


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_generated_alone_has_the_same_rows(everything, name):
    build_world.cache_clear()
    alone = {path: rows for path, _, rows in generate(0.1, SEED, [name])}
    assert alone[f"feeds/{name}"] == everything[f"feeds/{name}"]


def test_the_committed_seeds_equal_the_sample(tmp_path):
    main(["--out", str(tmp_path)])
    fresh = written(tmp_path)
    assert len(fresh) == len(FEEDS) + 3
    committed = {name: (SEEDS / name).read_bytes() for name in fresh}
    assert [name for name in fresh if fresh[name] != committed[name]] == []


def test_scale_must_be_positive():
    with pytest.raises(SystemExit):
        main(["--scale", "0", "--out", "nowhere"])
