"""A byte changed or a file cut short anywhere in an index is refused by the file's name, never served, never a traceback."""

import random
from collections import Counter

import pytest
from fakes import FakeEmbedder, article

from corpus import Draft, HoiBaoError, SetAside
from index import build_index, open_index

ARTICLES = [article("a", "Mèo và chó ở bản Pá Hu.", title="Bài một"), article("b", "Cá bơi. Mèo nhìn.", source="Báo Thử")]
DRAFTS = {"": Draft("", digest="0")}  # so that no file of the version is empty
SEED = 11
FLIPS, CUTS = 1_600, 400


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    build_index(ARTICLES, folder, FakeEmbedder(), set_aside=[SetAside("x.md", "trống")], drafts=DRAFTS, progress=False)
    return folder


def _files(built):
    """All files of the version, its manifest and CURRENT."""
    return [built / "CURRENT", *sorted(path for path in (built / "v000001").rglob("*") if path.is_file())]


def _refused(built, file, damaged):
    """Open the index with `file` damaged; it must say which file is wrong."""
    whole = file.read_bytes()
    assert damaged != whole
    file.write_bytes(damaged)
    try:
        with pytest.raises(HoiBaoError) as caught:
            open_index(built, FakeEmbedder(), fall_back=False)
    finally:
        file.write_bytes(whole)
    named = "CURRENT in " if file.name == "CURRENT" else str(file)
    assert caught.value.exit_code == 1
    assert caught.value.message.startswith("the index is damaged: ") and named in caught.value.message


def _changed(data, at, value):
    return data[:at] + bytes([value]) + data[at + 1 :]


def test_two_thousand_flips_and_cuts_are_refused_by_name(built):
    chance = random.Random(SEED)
    files = _files(built)
    tried = Counter()
    for number in range(FLIPS + CUTS):
        file = files[number % len(files)]  # each file as often as any other: in the largest, most bytes are alike
        data = file.read_bytes()
        if number < FLIPS:
            at = chance.randrange(len(data))
            _refused(built, file, _changed(data, at, data[at] ^ chance.randrange(1, 256)))
        else:
            _refused(built, file, data[: chance.randrange(len(data))])
        tried[file.name] += 1
    assert sum(tried.values()) == 2_000 and min(tried.values()) >= 2_000 // len(files)
    assert open_index(built, FakeEmbedder()).version == "v000001"


def test_every_other_byte_in_current_and_every_cut_of_it(built):
    data = (built / "CURRENT").read_bytes()
    assert data == b"v000001\n"
    for at in range(len(data)):
        _refused(built, built / "CURRENT", data[:at])
        for value in set(range(256)) - {data[at]}:
            _refused(built, built / "CURRENT", _changed(data, at, value))
