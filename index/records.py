"""What LangChain's indexing needs to know: which chunk ids the store holds, and since when."""

import itertools
from collections.abc import Iterable, Sequence

from langchain_core.indexing import RecordManager


class ChunkRecords(RecordManager):
    """Records of one build. The chunk ids stored in the version are the memory between builds, so there is no second file.

    Time is a counter, not a clock: a clock set back would make `cleanup="full"` delete fresh chunks.
    """

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__(namespace="chunks")
        self._ticks = itertools.count(1)
        self._seen: dict[str, float] = dict.fromkeys(known, 0.0)

    def create_schema(self) -> None:
        """Nothing to create."""

    def get_time(self) -> float:
        """The next tick."""
        return float(next(self._ticks))

    def update(
        self, keys: Sequence[str], *, group_ids: Sequence[str | None] | None = None, time_at_least: float | None = None
    ) -> None:
        """Mark these ids as seen now."""
        now = self.get_time()
        if time_at_least is not None and now < time_at_least:
            raise ValueError(f"time went backwards: {now} < {time_at_least}")
        self._seen.update(dict.fromkeys(keys, now))

    def exists(self, keys: Sequence[str]) -> list[bool]:
        """Whether each id is known."""
        return [key in self._seen for key in keys]

    def list_keys(
        self,
        *,
        before: float | None = None,
        after: float | None = None,
        group_ids: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> list[str]:
        """Ids last seen before and after these ticks, at most `limit`."""
        found = (key for key, seen in self._seen.items() if (before is None or seen < before) and (after is None or seen > after))
        return list(itertools.islice(found, limit))

    def delete_keys(self, keys: Sequence[str]) -> None:
        """Forget these ids."""
        for key in keys:
            self._seen.pop(key, None)

    async def acreate_schema(self) -> None:
        """As `create_schema`."""

    async def aget_time(self) -> float:
        """As `get_time`."""
        return self.get_time()

    async def aupdate(
        self, keys: Sequence[str], *, group_ids: Sequence[str | None] | None = None, time_at_least: float | None = None
    ) -> None:
        """As `update`."""
        self.update(keys, group_ids=group_ids, time_at_least=time_at_least)

    async def aexists(self, keys: Sequence[str]) -> list[bool]:
        """As `exists`."""
        return self.exists(keys)

    async def alist_keys(
        self,
        *,
        before: float | None = None,
        after: float | None = None,
        group_ids: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> list[str]:
        """As `list_keys`."""
        return self.list_keys(before=before, after=after, group_ids=group_ids, limit=limit)

    async def adelete_keys(self, keys: Sequence[str]) -> None:
        """As `delete_keys`."""
        self.delete_keys(keys)
