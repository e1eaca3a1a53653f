"""Versions on disk: publishing, and the refusal of anything that is not as it was written."""

import errno
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import FakeEmbedder, article, small_index

import index.contents
from corpus import Draft, HoiBaoError, SetAside
from index import build_index, has_index, open_index
from index.publish import builder_lock, publish
from index.version import MANIFEST, current_version, open_version

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = [article("a", "Mèo và chó."), article("b", "Cá.")]
DRAFTS = {"": Draft("", digest="0")}  # so that no file of the version is empty


def _write(text):
    def write(folder):
        (folder / "text").write_text(text, encoding="utf-8")
        (folder / "deep").mkdir()
        (folder / "deep" / "er").write_bytes(b"\0\1")
        return {"counts": {"articles": 0}}

    return write


def _versions(parent):
    return sorted(path.name for path in parent.iterdir() if path.is_dir())


@pytest.fixture
def built(tmp_path):
    """A whole index, every file of which has content."""
    build_index(
        ARTICLES, tmp_path / "index", FakeEmbedder(), set_aside=[SetAside("x.md", "trống")], drafts=DRAFTS, progress=False
    )
    return tmp_path / "index"


def _refusal(parent):
    with pytest.raises(HoiBaoError) as caught:
        open_index(parent, FakeEmbedder(), fall_back=False)
    assert caught.value.exit_code == 1
    assert f"python -m index.build --full --index {parent}" in caught.value.mend
    return caught.value.message


# --- publishing


def test_what_is_published_is_current_and_verified(tmp_path):
    assert (has_index(tmp_path), current_version(tmp_path)) == (False, None)
    with builder_lock(tmp_path):
        assert publish(tmp_path, _write("một")) == "v000001"
    folder, manifest = open_version(tmp_path)
    assert (has_index(tmp_path), current_version(tmp_path), folder) == (True, "v000001", tmp_path / "v000001")
    assert (folder / "text").read_text(encoding="utf-8") == "một"
    assert manifest["counts"] == {"articles": 0}
    assert {name: facts["bytes"] for name, facts in manifest["files"].items()} == {"text": 5, "deep/er": 2}
    # printf '\0\1' | sha256sum
    assert manifest["files"]["deep/er"]["sha256"] == "b413f47d13ee2fe6c845b2ee141af81de858df4ec549a58b7970bb96645bc8d2"


def test_the_previous_version_is_kept_and_older_ones_are_removed(tmp_path):
    for text in ("một", "hai", "ba"):
        publish(tmp_path, _write(text))
    assert _versions(tmp_path) == ["v000002", "v000003"]
    assert current_version(tmp_path) == "v000003"


def test_a_purge_leaves_one_version(tmp_path):
    publish(tmp_path, _write("một"))
    assert publish(tmp_path, _write("hai"), purge=True) == "v000002"
    assert _versions(tmp_path) == ["v000002"]


def test_a_purge_that_leaves_something_behind_says_so(tmp_path, monkeypatch):
    publish(tmp_path, _write("một"))
    real = shutil.rmtree

    def held_open(path, ignore_errors=False):
        if Path(path).name == "v000001":
            raise PermissionError(errno.EACCES, "in use")
        real(path, ignore_errors=ignore_errors)

    monkeypatch.setattr("index.publish.shutil.rmtree", held_open)
    with pytest.raises(HoiBaoError, match=r"v000002 is published, but .*v000001 could not be removed \(in use\)"):
        publish(tmp_path, _write("hai"), purge=True)
    assert publish(tmp_path, _write("ba")) == "v000003"  # without the promise of a purge it is only logged
    assert current_version(tmp_path) == "v000003"


def test_leftovers_go_and_what_is_not_ours_stays(tmp_path):
    (tmp_path / ".building-v000001").mkdir()
    (tmp_path / ".building-v000001" / "half").write_text("x")
    (tmp_path / "v2-notes").mkdir()
    (tmp_path / "v8").mkdir()
    (tmp_path / ".CURRENT").write_text("v0000")
    with builder_lock(tmp_path):
        assert sorted(path.name for path in tmp_path.iterdir()) == ["build.lock", "v2-notes", "v8"]
        publish(tmp_path, _write("một"))
        publish(tmp_path, _write("hai"), purge=True)
    assert _versions(tmp_path) == ["v000002", "v2-notes", "v8"]


@pytest.mark.parametrize("error", [RuntimeError("no"), KeyboardInterrupt()])
def test_a_failing_write_leaves_everything_as_it_was(tmp_path, error):
    publish(tmp_path, _write("một"))

    def write(folder):
        (folder / "half").write_text("x")
        raise error

    with pytest.raises(type(error)):
        publish(tmp_path, write)
    assert current_version(tmp_path) == "v000001"
    assert _versions(tmp_path) == ["v000001"]
    assert open_version(tmp_path)[0].name == "v000001"


def test_a_full_disk_is_told_in_one_line(tmp_path):
    def write(folder):
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(HoiBaoError, match="No space left on device") as caught:
        publish(tmp_path, write)
    assert caught.value.exit_code == 2 and not has_index(tmp_path)


def test_a_crash_before_the_pointer_leaves_the_old_version_current(tmp_path, monkeypatch):
    publish(tmp_path, _write("một"))
    monkeypatch.setattr("index.publish._point_to", lambda parent, name: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path, _write("hai"))
    monkeypatch.undo()
    assert open_version(tmp_path)[0].name == "v000001"
    assert publish(tmp_path, _write("ba")) == "v000003"  # never the name of a version that might have been seen
    assert _versions(tmp_path) == ["v000001", "v000003"]


def test_a_second_builder_is_refused_until_the_first_is_done(tmp_path):
    with builder_lock(tmp_path):
        with pytest.raises(HoiBaoError, match="another build is running"):
            build_index(ARTICLES, tmp_path, FakeEmbedder(), progress=False)
        assert not has_index(tmp_path)
    build_index(ARTICLES, tmp_path, FakeEmbedder(), progress=False)
    assert has_index(tmp_path)


def test_an_index_folder_that_is_a_file_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(HoiBaoError, match="cannot be written") as caught:
        build_index(ARTICLES, tmp_path / "file", FakeEmbedder(), progress=False)
    assert caught.value.exit_code == 2


# --- refusing


def test_no_index_is_not_damage(tmp_path):
    with pytest.raises(HoiBaoError, match="there is no index") as caught:
        open_index(tmp_path / "nowhere", FakeEmbedder())
    assert caught.value.exit_code == 2


def _flipped(data):
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_flipped, "does not match its SHA-256"),
        (lambda data: data[: len(data) // 2], "bytes, the manifest says"),
        (lambda data: data + b"\n", "bytes, the manifest says"),
        (lambda data: b"", "bytes, the manifest says"),
        (lambda data: None, "is missing"),
    ],
    ids=["flip", "halve", "append", "empty", "delete"],
)
def test_damage_to_any_file_is_refused_by_name(built, damage, said):
    folder = built / "v000001"
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST]
    names = {path.relative_to(folder).as_posix() for path in files}
    assert {"articles.jsonl", "chunks.jsonl", "set_aside.jsonl", "vectors.npy", "words.json"} < names
    assert {"bm25/plain/letters.npy", "bm25/folded/weights.npy"} < names
    for file in files:
        whole = file.read_bytes()
        broken = damage(whole)
        if broken is None:
            file.unlink()
        else:
            file.write_bytes(broken)
        message = _refusal(built)
        assert str(file) in message and said in message
        file.write_bytes(whole)
    assert open_index(built, FakeEmbedder()).version == "v000001"


def test_every_changed_byte_of_the_manifest_is_refused(built):
    file = built / "v000001" / MANIFEST
    whole = file.read_bytes()
    assert len(whole) > 1_000
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(HoiBaoError, match=r"manifest\.json (is not readable|has been changed)") as caught:
            open_version(built)
        assert caught.value.exit_code == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(",\n", ", ", 1),  # the same JSON, other bytes
        lambda text: text.replace("fake", "f\\u0061ke", 1),
        lambda text: text + "\n",
        lambda text: text.replace('"version"', '"version": "v000009",\n "version"', 1),
    ],
)
def test_a_manifest_written_in_another_way_is_refused(built, change):
    file = built / "v000001" / MANIFEST
    text = file.read_text(encoding="utf-8")
    assert change(text) != text
    file.write_text(change(text), encoding="utf-8")
    assert "manifest.json has been changed" in _refusal(built)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"files": 1, "self_sha256": 1}', "\udcff"])
def test_a_manifest_that_is_none_is_refused(built, text):
    (built / "v000001" / MANIFEST).write_text(text, encoding="utf-8", errors="surrogateescape")
    assert re.search(r"manifest\.json (is not readable|has been changed)", _refusal(built))


def test_a_missing_manifest_is_refused(built):
    (built / "v000001" / MANIFEST).unlink()
    assert "manifest.json is missing" in _refusal(built)


def test_a_file_that_the_manifest_does_not_name_any_more_is_refused(built):
    file = built / "v000001" / MANIFEST
    manifest = json.loads(file.read_text(encoding="utf-8"))
    del manifest["files"]["vectors.npy"]
    file.write_text(json.dumps(manifest), encoding="utf-8")
    assert "manifest.json has been changed" in _refusal(built)


def test_another_format_is_refused_but_not_called_damage(built, monkeypatch):
    monkeypatch.setattr("index.version.FORMAT", 99)
    message = _refusal(built)
    assert "has format 4, this program reads 99" in message and "damaged" not in message


@pytest.mark.parametrize(
    "pointer",
    ["", "v000009\n", "../x/v000001\n", "{built}/v000001\n", "v000001/../v000001\n", "v1\n", ".\n", "v000001\0\n"]
    + ["v000001", "v000001\v", "v000001\n\n", "v000001\r\n", " v000001\n"],  # only what publishing writes
)
def test_an_odd_current_is_refused(built, pointer):
    shutil.copytree(built / "v000001", built.parent / "x" / "v000001")  # sound, but not to be reached
    (built / "CURRENT").write_bytes(pointer.format(built=built).encode())
    assert "which names no version there" in _refusal(built)


def test_a_current_of_noise_is_refused(built):
    (built / "CURRENT").write_bytes(bytes(range(128, 256)))
    assert "which names no version there" in _refusal(built)


def test_a_current_that_cannot_be_read_is_not_taken_for_none(built):
    (built / "CURRENT").unlink()
    (built / "CURRENT").mkdir()
    assert "CURRENT cannot be read" in _refusal(built)


def test_a_build_on_damage_is_refused_and_a_full_one_mends(built):
    (built / "v000001" / "vectors.npy").unlink()
    with pytest.raises(HoiBaoError, match=r"vectors\.npy is missing"):
        build_index(ARTICLES, built, FakeEmbedder(), progress=False)
    report = build_index(ARTICLES, built, FakeEmbedder(), full=True, progress=False)
    assert (report.version, report.embedded) == ("v000002", 2)
    assert open_index(built, FakeEmbedder()).version == "v000002"


def test_the_index_of_another_model_is_refused(built):
    with pytest.raises(HoiBaoError, match=r"made with the model fake \(1, 3 dimensions\), in use is fake \(2, 3 dim") as caught:
        open_index(built, FakeEmbedder(revision="2"))
    assert caught.value.exit_code == 1


def test_the_index_of_another_normaliser_is_refused(built, monkeypatch):
    monkeypatch.setattr(index.contents, "NORMALISER_VERSION", 99)
    with pytest.raises(HoiBaoError, match="made by normaliser 2, this program has 99") as caught:
        open_index(built, FakeEmbedder())
    assert caught.value.exit_code == 1
    assert "--full" not in caught.value.mend  # texts that are still the same keep their vectors


def test_a_version_replaced_while_it_is_opened_is_no_damage(built, monkeypatch):
    real, calls = index.contents.open_version, []

    def slow(parent):
        found = real(parent)
        calls.append(found[0].name)
        if len(calls) == 1:  # behind the verified version's back
            build_index(ARTICLES, built, FakeEmbedder(), purge=True, progress=False)
            assert not found[0].exists()
        return found

    monkeypatch.setattr(index.contents, "open_version", slow)
    assert open_index(built, FakeEmbedder()).version == "v000002"
    assert calls == ["v000001", "v000002"]


# --- falling back


@pytest.fixture
def twice(built):
    """Version 1 with two articles, version 2 with three; 2 is damaged."""
    build_index([*ARTICLES, article("c", "Chó.")], built, FakeEmbedder(), progress=False)
    (built / "v000002" / "vectors.npy").write_bytes(b"x")
    return built


def test_the_version_before_stands_in_for_a_damaged_one_and_the_log_says_so(twice, caplog):
    assert open_index(twice, FakeEmbedder()).version == "v000001"
    (said,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert f"the index is damaged: {twice / 'v000002' / 'vectors.npy'} has 1 bytes" in said
    assert "python -m index.build --full" in said and "v000001 is served until then" in said
    code, _, err = _check(twice)
    assert code == 1 and "vectors.npy has 1 bytes" in err


@pytest.mark.parametrize("pointer", [b"", b"v000009\n", b"\xff\n"])
def test_the_newest_whole_version_stands_in_for_a_current_that_names_none(built, pointer):
    build_index([*ARTICLES, article("c", "Chó.")], built, FakeEmbedder(), progress=False)
    (built / "CURRENT").write_bytes(pointer)
    assert open_index(built, FakeEmbedder()).version == "v000002"


def test_no_version_stands_in_that_is_damaged_too_or_of_another_model(twice):
    with pytest.raises(HoiBaoError, match=r"v000002.*vectors\.npy has 1 bytes"):
        open_index(twice, FakeEmbedder(revision="2"))
    (twice / "v000001" / "words.json").unlink()
    with pytest.raises(HoiBaoError, match=r"v000002.*vectors\.npy has 1 bytes"):
        open_index(twice, FakeEmbedder())


def test_a_full_build_on_damage_keeps_the_whole_version_not_the_damaged_one(twice):
    assert build_index(ARTICLES, twice, FakeEmbedder(), full=True, progress=False).version == "v000003"
    assert _versions(twice) == ["v000001", "v000003"]


def test_another_model_is_no_reason_to_fall_back(built):
    build_index(ARTICLES, built, FakeEmbedder(revision="2"), progress=False)
    with pytest.raises(HoiBaoError, match=r"with the model fake \(2, 3 dimensions\), in use is fake \(1, 3") as caught:
        open_index(built, FakeEmbedder())
    assert "python -m index.build --index" in caught.value.mend and "HOIBAO_EMBEDDING_MODEL" in caught.value.mend


# --- python -m index.check


def _check(parent):
    command = [sys.executable, "-m", "index.check", "--index", str(parent)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)
    return done.returncode, done.stdout, done.stderr


def test_check_tells_sound_damaged_and_none_apart(tmp_path):
    small_index(tmp_path / "index", ARTICLES)
    code, out, err = _check(tmp_path / "index")
    assert (code, err) == (0, "")
    assert re.match(r"v000001 is sound: 2 articles, 2 chunks, \d+ files, model fake, built ", out)

    (tmp_path / "index" / "v000001" / "words.json").unlink()
    code, out, err = _check(tmp_path / "index")
    assert (code, out) == (1, "")
    assert re.fullmatch(r"error: .*words\.json is missing: rebuild it with `python -m index\.build --full .*`\n", err)

    code, out, err = _check(tmp_path / "nowhere")
    assert (code, out) == (2, "")
    assert re.fullmatch(r"error: there is no index in .*nowhere: build it with `python -m index\.build --index .*nowhere`\n", err)
