"""The funds of an account while its transactions are generated."""

from feeds.times import LAST_CHANGE


class Funds:
    """The amounts received and spent on an account, with the times at which they are posted."""

    def __init__(self) -> None:
        self._arrived: list[tuple[int, int]] = []
        self._spent: list[tuple[int, int]] = []

    def add(self, signed_cents: int, settled: tuple[int, str]) -> None:
        """Take a transaction into account by its last (moment, status), unless it fails."""
        moment, status = settled
        if status == "FAILED":
            return
        moment = moment if status == "COMPLETED" else LAST_CHANGE + 1
        side = self._arrived if signed_cents > 0 else self._spent
        side.append((moment, abs(signed_cents)))

    def available(self, moment: int) -> int:
        """Cents that arrived by a time, less everything spent."""
        return _sum(self._arrived, moment) - _sum(self._spent, LAST_CHANGE + 1)

    def owed(self, moment: int) -> int:
        """Cents spent by a time, less everything paid back."""
        return _sum(self._spent, moment) - _sum(self._arrived, LAST_CHANGE + 1)


def _sum(posted: list[tuple[int, int]], moment: int) -> int:
    return sum(cents for time, cents in posted if time <= moment)
