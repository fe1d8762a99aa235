"""Writes feeds one by one or in parallel processes, then the truth."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from multiprocessing import get_all_start_methods, get_context

from feeds import FEEDS, truth_tables
from feeds.feed import Malformed
from feeds.landing import Landing
from feeds.members import COUNTS
from feeds.orders import order_book
from feeds.world import build_world


def land(name: str, scale: float, seed: int, landing: Landing) -> list[Malformed]:
    """Build and write one feed; return its malformed rows."""
    delivered = FEEDS[name](build_world(seed, scale))
    landing.take(delivered)
    return delivered.malformed


def land_all(
    names: Sequence[str], scale: float, seed: int, landing: Landing, jobs: int = 1
) -> Iterator[str]:
    """Write feeds and truth; yield the name of each file or folder when it is complete.

    Each feed has its own random stream, so the bytes do not depend on `jobs`. Data shared by all
    feeds is built before the processes fork, where the platform supports it.
    """
    world = build_world(seed, scale)
    malformed: dict[str, list[Malformed]] = {}
    if jobs == 1:
        for name in names:
            malformed[name] = land(name, scale, seed, landing)
            yield name
    else:
        order_book(world)
        method = "fork" if "fork" in get_all_start_methods() else None
        with ExitStack() as stack:
            pool = stack.enter_context(ProcessPoolExecutor(jobs, mp_context=get_context(method)))
            waiting = {
                pool.submit(land, name, scale, seed, landing): name
                for name in sorted(names, key=_size, reverse=True)
            }
            stack.callback(pool.shutdown, cancel_futures=True)
            for done in as_completed(waiting):
                malformed[waiting[done]] = done.result()
                yield waiting[done]
    bad = [one for name in names for one in malformed[name]]
    for name, header, rows in truth_tables(world, names, bad):
        landing.take_truth(name, header, rows)
        yield name


def _size(name: str) -> int:
    """Number of keys of a feed; one that is not listed is about as large as the orders."""
    return COUNTS.get(name, COUNTS["orders"])
