"""The token bucket, on a clock that the test moves."""

from web.guard import rate
from web.guard.rate import RateLimit


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_as_many_at_once_as_in_a_minute_then_one_by_one():
    clock = Clock()
    limit = RateLimit(6, clock)  # one every ten seconds
    assert [limit.take("a") for _ in range(7)] == [0, 0, 0, 0, 0, 0, 10]
    clock.now = 4
    assert limit.take("a") == 6
    clock.now = 10
    assert [limit.take("a"), limit.take("a")] == [0, 10]
    clock.now = 1_000
    assert [limit.take("a") for _ in range(7)] == [0, 0, 0, 0, 0, 0, 10]  # silence saves up one minute, no more


def test_clients_do_not_share():
    limit = RateLimit(1, Clock())
    assert [limit.take("a"), limit.take("b"), limit.take("a")] == [0, 0, 60]


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(rate, "MOST_CLIENTS", 2)
    limit = RateLimit(1, Clock())
    for client in "abc":
        limit.take(client)
    assert list(limit._buckets) == ["b", "c"]
