"""The inverted file: degrees on a circle, so that the nearest can be told by hand; then through a build."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder, article

import index.ivf
from index import Query, build_index, open_index
from index.ivf import arrange, nearest, top

ROOT = Path(__file__).resolve().parents[1]
DEGREES = np.random.default_rng(0).permutation(360)


def _unit(degrees):
    angles = np.deg2rad(np.atleast_1d(degrees))
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


@pytest.fixture
def small(monkeypatch):
    """Nine lists of about 40 rows, of which two are read or so."""
    monkeypatch.setattr(index.ivf, "EXACT_BYTES", 0)
    monkeypatch.setattr(index.ivf, "LIST_ROWS", 40)
    monkeypatch.setattr(index.ivf, "READ_ROWS", 60)


@pytest.fixture
def circle(small):
    """Degrees and vectors in the order in which they are stored, and the lists."""
    order, lists = arrange(_unit(DEGREES), None)
    return DEGREES[order], _unit(DEGREES[order]), lists


def _found(circle, degrees, k, rows=None):
    stored, vectors, lists = circle
    found, products = nearest(vectors, _unit(degrees)[0], k, rows, lists)
    assert products == pytest.approx(np.cos(np.deg2rad(stored[found] - degrees)), abs=1e-6)
    return stored[found].tolist()


def test_few_rows_stay_as_they_are():
    assert arrange(_unit(DEGREES), None) is None


def test_each_row_is_in_the_list_of_its_nearest_centroid(circle):
    stored, vectors, lists = circle
    assert sorted(stored) == list(range(360))
    assert len(lists.centroids) == 9 and lists.offsets[0] == 0 and lists.offsets[-1] == 360
    for number, (start, stop) in enumerate(zip(lists.offsets[:-1], lists.offsets[1:], strict=True)):
        assert (np.argmax(vectors[start:stop] @ lists.centroids.T, axis=1) == number).all()


@pytest.mark.parametrize("degrees", [0.2, 99.8, 210.1])
def test_the_nearest_are_found_in_the_lists_read(circle, degrees):
    middle = round(degrees)
    assert set(_found(circle, degrees, 3)) == {middle % 360, (middle - 1) % 360, (middle + 1) % 360}
    assert _found(circle, degrees, 1) == [middle]


def test_not_every_row_is_compared(circle):
    assert 60 <= len(_found(circle, 100, 360)) < 200


def test_few_allowed_rows_are_compared_every_one(circle):
    stored, *_ = circle
    rows = np.flatnonzero(stored % 10 == 0)  # 36 of them, fewer than are read
    assert _found(circle, 101, 360, rows)[:4] == [100, 110, 90, 120]
    assert len(_found(circle, 101, 360, rows)) == 36


def test_many_allowed_rows_far_away_are_found(circle):
    stored, *_ = circle
    rows = np.flatnonzero(stored >= 180)
    assert _found(circle, 90.1, 1, rows) == [180]
    assert _found(circle, 270.2, 2, rows) == [270, 271]


def test_centroids_are_kept_until_there_are_twice_as_many_rows_or_half(circle, small):
    *_, lists = circle
    assert arrange(_unit(np.arange(0, 360, 0.51)), lists.centroids)[1].centroids is lists.centroids  # 706 rows for 360
    assert len(arrange(_unit(np.arange(0, 360, 0.49)), lists.centroids)[1].centroids) == 18  # 735 rows
    assert len(arrange(_unit(np.arange(0, 360, 2.1)), lists.centroids)[1].centroids) == 4  # 172 rows


@pytest.mark.parametrize("k", [1, 2, 3, 4, 9])
def test_top_is_a_stable_sort_cut_off(k):
    assert top(np.array([1, 3, 2, 3, 1, 2], np.float32), k).tolist() == [1, 3, 2, 5, 0, 4][:k]


# --- through a build


WORDS = [f"w{number}" for number in range(12)]


def _articles(count):
    """Each has one word often and another once, so that they lie around twelve axes."""
    return [article(f"a{number:03}", f"{f'{WORDS[number % 12]} ' * 5}{WORDS[number // 12 % 12]}.") for number in range(count)]


def _build(folder, count):
    build_index(_articles(count), folder, FakeEmbedder(" ".join(WORDS)), metadata=False, progress=False)  # many are alike
    return open_index(folder, FakeEmbedder(" ".join(WORDS)))


def test_an_index_with_lists_is_saved_loaded_and_updated(tmp_path, small):
    opened = _build(tmp_path, 480)
    lists = opened.store.lists
    assert len(lists.centroids) == 12
    for chunk, vector in zip(opened.chunks, opened.store.vectors, strict=True):
        number = int(chunk.article_id[1:])
        assert np.argmax(vector) == number % 12
    hits = opened.search(Query(("w3",), ("w3 w7",)), limit=3)  # w7 stands in a087 beside w3, and so does it in a231 and a375
    assert {hit.chunk.article_id for hit in hits} == {"a087", "a231", "a375"}
    assert hits[0].cosine == pytest.approx(5 / np.sqrt(26))

    updated = _build(tmp_path, 500)
    assert (updated.store.lists.centroids == lists.centroids).all() and updated.store.lists.offsets[-1] == 500
    assert {chunk.article_id for chunk in updated.chunks} == {item.id for item in _articles(500)}
    assert [int(np.argmax(vector)) for vector in updated.store.vectors] == [int(c.article_id[1:]) % 12 for c in updated.chunks]


def test_a_change_of_an_opened_store_is_found_at_once(tmp_path, small):
    store = _build(tmp_path, 480).store
    store.add_texts(["w3 w3 w5 w5"], ids=["new"])
    assert store.lists is None
    assert [document.id for document in store.similarity_search("w3 w5", k=1)] == ["new"]
    store.arrange()
    assert [document.id for document in store.similarity_search("w3 w5", k=1)] == ["new"]


CHILD = """
import sys
from pathlib import Path
from fakes import FakeEmbedder
from index import Query, open_index
opened = open_index(Path(sys.argv[1]), FakeEmbedder(" ".join(f"w{n}" for n in range(12))))
opened.search(Query(("w3",), ("w3 w7",)))
mapped = {}
for line in open("/proc/self/smaps"):
    if "-" in line.split(" ")[0]:
        name = line.split("/")[-1].strip()
    elif line.startswith(("Private_", "Shared_", "Anonymous")):
        kind = line.split("_")[0].split(":")[0]
        mapped[name, kind] = mapped.get((name, kind), 0) + int(line.split()[1])
print(*(mapped[name, kind] for name in ("vectors.npy", "weights.npy") for kind in ("Shared", "Private", "Anonymous")))
"""


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="only Linux tells")
def test_a_second_process_shares_vectors_and_postings(tmp_path, small):
    opened = _build(tmp_path, 480)
    opened.search(Query(("w3",), ("w3 w7",), folded="w3 w7"))
    assert np.isfinite(opened.store.vectors).all()  # the whole of it is mapped here
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        cwd=tmp_path,
        check=True,
    )
    vectors_shared, vectors_private, vectors_copied, _, _, weights_copied = map(int, done.stdout.split())
    assert vectors_shared > 0
    assert vectors_private == vectors_copied == weights_copied == 0
