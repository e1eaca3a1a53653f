"""How often one client may ask: a token bucket for each address."""

import time
from collections import OrderedDict
from collections.abc import Callable

MOST_CLIENTS = 50_000  # addresses remembered; who was longest silent is forgotten first


class RateLimit:
    """`per_minute` questions at once and as many in any later minute, refilled steadily. Used in the event loop alone."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens left, and when

    def take(self, client: str) -> float:
        """0 when the client may ask now, else the seconds until it may."""
        now = self._clock()
        left, then = self._buckets.pop(client, (float(self._most), now))
        left = min(self._most, left + (now - then) * self._most / 60)
        may = left >= 1
        self._buckets[client] = (left - 1 if may else left, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if may else (1 - left) * 60 / self._most
