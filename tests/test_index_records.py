"""The record manager that LangChain's indexing asks."""

import asyncio

import pytest

from index.records import ChunkRecords


def test_known_ids_are_older_than_any_tick_and_updates_are_newer():
    records = ChunkRecords(["a", "b", "c"])
    start = records.get_time()
    records.update(["b", "d"], time_at_least=start)
    assert records.exists(["a", "b", "d", "e"]) == [True, True, True, False]
    assert records.list_keys(before=start) == ["a", "c"]
    assert records.list_keys(before=start, limit=1) == ["a"]
    assert records.list_keys(after=start) == ["b", "d"]
    records.delete_keys(["a", "unknown"])
    assert records.list_keys() == ["b", "c", "d"]


def test_a_tick_is_neither_before_nor_after_itself():
    records = ChunkRecords([])
    records.update(["a"])
    assert records.list_keys(before=1) == records.list_keys(after=1) == []
    assert records.list_keys(before=2) == records.list_keys(after=0) == ["a"]


def test_time_never_goes_backwards():
    records = ChunkRecords([])
    assert [records.get_time() for _ in range(3)] == [1, 2, 3]
    with pytest.raises(ValueError, match=r"4\.0 < 9"):
        records.update(["a"], time_at_least=9)


def test_the_asynchronous_twins_do_the_same():
    async def story():
        records = ChunkRecords(["a"])
        await records.acreate_schema()
        start = await records.aget_time()
        await records.aupdate(["b"], time_at_least=start)
        old = await records.alist_keys(before=start)
        await records.adelete_keys(old)
        return old, await records.aexists(["a", "b"])

    assert asyncio.run(story()) == (["a"], [False, True])
