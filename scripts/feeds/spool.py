"""Keeps the changes of a feed on disk; only the data for planning is in memory."""

import os
import tempfile
from array import array
from collections.abc import Iterable

import numpy as np

from feeds.feed import Change, Row

KEY_END, ROW_END, CELL_END = "\x1d", "\x1e", "\x1f"
BUFFER = 1 << 20


class Spool:
    """Changes in their given order, readable by position.

    `batch`, `moment` and `run` are arrays with one element per change; changes of one key must be
    consecutive and have the same number in `run`.
    """

    def __init__(self, changes: Iterable[Change]) -> None:
        batches, moments, runs = array("b"), array("q"), array("i")
        starts = array("q", (0,))
        run, end, last = -1, 0, None
        self._file = tempfile.TemporaryFile(buffering=BUFFER)  # noqa: SIM115
        for batch, moment, key, rows in changes:
            if key != last:
                run, last = run + 1, key
            text = ROW_END.join([CELL_END.join(cells) for cells in rows])
            end += self._file.write(f"{key}{KEY_END}{text}".encode())
            starts.append(end)
            batches.append(batch)
            moments.append(moment)
            runs.append(run)
        self._file.flush()
        self._starts = starts
        self.batch = np.array(batches, dtype=np.int8)
        self.moment = np.array(moments, dtype=np.int64)
        self.run = np.array(runs, dtype=np.int32)

    def __len__(self) -> int:
        return len(self.batch)

    def _text(self, place: int) -> str:
        start = self._starts[place]
        return os.pread(self._file.fileno(), self._starts[place + 1] - start, start).decode()

    def key(self, place: int) -> str:
        """The key of a change."""
        return self._text(place).partition(KEY_END)[0]

    def rows(self, place: int) -> list[Row]:
        """The rows of a change."""
        text = self._text(place).partition(KEY_END)[2]
        return [tuple(cells.split(CELL_END)) for cells in text.split(ROW_END)]
