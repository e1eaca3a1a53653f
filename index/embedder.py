"""The embedding model behind LangChain's `Embeddings` seam; the only place that loads sentence-transformers."""

import logging
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np
from langchain_core.embeddings import Embeddings
from safetensors import SafetensorError

from corpus import HoiBaoError
from index.bundled import DIMENSION, MODEL_ID, REVISION, bundled_model
from index.forward import BATCH, passes
from index.hub import HUB_ID, fingerprint, holds_model, is_cached, why_unreachable
from index.late import PROJECTION_VERSION, Codes, Floats, Projection, QuestionTokens
from index.packed import packed

# What the libraries raise for files that are missing, cut short, or of another kind of model.
_LOADING = (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, ImportError, SafetensorError)
_QUESTIONS_KEPT = 256
_QUERY, _PASSAGE = "query: ", "passage: "  # what E5 models were trained with


@dataclass(frozen=True)
class ModelCard:
    """What an index must know of the model that made its vectors; `late` is the version of its token projection, 0 for none."""

    id: str
    revision: str
    dimension: int
    query_prompt: str
    passage_prompt: str
    late: int = 0


BUNDLED = ModelCard(MODEL_ID, REVISION, DIMENSION, _QUERY, _PASSAGE, PROJECTION_VERSION)


class Embedder(Embeddings):
    """Unit-length vectors of shape (dimension,) for passages and questions.

    The model is loaded when it is first needed, which takes seconds; the card too, unless it is given. Both raise
    HoiBaoError when the model's files are missing or cannot be loaded. Safe between threads.
    """

    def __init__(self, open_model: Callable[[], tuple[Any, ModelCard]], card: ModelCard | None = None) -> None:
        self._open_model = open_model
        self._card = card
        self._loading = threading.Lock()
        self._model: Any = None
        self._plain: Any = None
        self._asked = lru_cache(maxsize=_QUESTIONS_KEPT)(self._ask)  # retrieval and reading embed the same question

    @property
    def card(self) -> ModelCard:
        """What an index must know of the model."""
        if self._card is None:
            self.load()
        return cast(ModelCard, self._card)

    @property
    def is_bundled(self) -> bool:
        """Whether it is the model that the package brings."""
        return self._card is BUNDLED

    def load(self) -> "Embedder":
        """Load the model now; returns itself."""
        with self._loading:
            if self._model is None:
                self._model, self._card = self._open_model()
                if self.is_bundled:
                    self._plain = self._model[0].model
                    self._model[0].model = packed(self._plain)
        return self

    def transformer(self) -> tuple[Any, Any]:
        """The bundled model's transformer and its tokenizer, loaded if need be; whoever wants other weights copies it."""
        return self.load()._plain, self._model.tokenizer

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, in order."""
        vectors: list[list[float]] = self.embed_passages(texts)[0].tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of one question."""
        vector: list[float] = self.embed_question(text)[0].tolist()
        return vector

    def embed_passages(self, texts: Sequence[str]) -> tuple[Floats, list[Codes]]:
        """Vectors of shape (texts, dimension), and each text's token codes; none from a model without a projection."""
        projection = self._projection
        if projection is None:
            return self._encode([self.card.passage_prompt + text for text in texts]), []
        vectors = np.empty((len(texts), self.card.dimension), np.float32)
        codes: list[Codes] = [np.empty((0, 0), np.int8)] * len(texts)
        for made in passes(self.load()._model, self.card.passage_prompt, texts, projection.passage):
            vectors[made.number], codes[made.number] = made.vector, made.told
        return _unit(vectors), codes

    def embed_question(self, text: str) -> tuple[Floats, QuestionTokens | None]:
        """Vector of one question, and its tokens; no tokens from a model without a projection."""
        return self._asked(text)

    def _ask(self, text: str) -> tuple[Floats, QuestionTokens | None]:
        projection = self._projection
        if projection is None:
            return self._encode([self.card.query_prompt + text])[0], None
        made = next(passes(self.load()._model, self.card.query_prompt, [text], projection.question))
        return _unit(made.vector[None, :])[0], QuestionTokens(text, made.told, made.spans)

    @cached_property
    def _projection(self) -> Projection | None:
        return Projection() if self.card.late else None

    def _encode(self, texts: list[str]) -> Floats:
        raw = self.load()._model.encode(texts, batch_size=BATCH, convert_to_numpy=True, show_progress_bar=False)
        return _unit(np.asarray(raw, np.float32))


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)  # in f32: bf16's own idea of 1 is off by half a percent
    unit: Floats = vectors / np.maximum(lengths, 1e-12)
    return unit


def load_embedder(model: str, cache: Path) -> Embedder:
    """As `embedder_for`, with the model loaded; raises HoiBaoError when its files are missing or cannot be loaded."""
    return embedder_for(model, cache).load()


def embedder_for(model: str, cache: Path) -> Embedder:
    """The bundled model for "" (converted into `cache` when first needed), else the model in a folder or with a hub id.

    A hub model that was fetched before is taken from the hub's cache without a question to the hub. bf16 where the
    processor has it. Nothing is loaded yet.
    """
    if not model:
        return Embedder(lambda: (_bundled(cache), BUNDLED), BUNDLED)
    return Embedder(lambda: _named(model))


def _named(model: str) -> tuple[Any, ModelCard]:
    loaded = _load_named(model)
    prompts = loaded.prompts or {}
    is_e5 = "e5" in Path(model).name.lower()
    query = prompts.get("query") or (_QUERY if is_e5 else "")
    passage = prompts.get("passage") or prompts.get("document") or (_PASSAGE if is_e5 else "")
    config = getattr(getattr(loaded[0], "auto_model", None), "config", None)
    revision = fingerprint(Path(model)) if Path(model).is_dir() else str(getattr(config, "_commit_hash", None) or "unknown")
    return loaded, ModelCard(model, revision, int(loaded.get_embedding_dimension()), query, passage)


def _bundled(cache: Path) -> Any:
    folder = bundled_model(cache)
    try:
        return _load(str(folder), offline=True)
    except _LOADING as error:
        raise _unusable(str(folder), error, f"delete the folder {folder}; it is then made anew") from error


def _load_named(model: str) -> Any:
    here = Path(model)
    named_on_hub = not here.exists() and HUB_ID.fullmatch(model)
    if not named_on_hub and not holds_model(here):
        raise _unusable(model, "that is no folder with a modules.json or config.json")
    try:
        return _load_from_hub(model) if named_on_hub else _load(model, offline=True)
    except _LOADING as error:
        raise _unusable(model, error) from error


def _load_from_hub(model: str) -> Any:
    if is_cached(model):
        try:
            return _load(model, offline=True)
        except OSError:  # half a download, unless the hub cannot finish it
            if why_unreachable():
                raise
    else:
        why = why_unreachable()
        if why:
            raise ConnectionError(f"there is no such folder, and the hub cannot be asked: {why}")
    return _load(model, offline=False)


def _load(model: str, *, offline: bool) -> Any:
    logging.getLogger("transformers").setLevel(logging.ERROR)
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    # Threads that spin at barriers make a short forward pass ten times slower as soon as another process wants the cores.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    silence: Any = transformers_logging.disable_progress_bar
    silence()
    return SentenceTransformer(model, device="cpu", model_kwargs={"dtype": native_dtype()}, local_files_only=offline)


def native_dtype() -> Any:
    """torch.bfloat16 where the processor computes in it, else torch.float32."""
    import torch

    capable = torch.cpu.get_capabilities()
    return torch.bfloat16 if capable.get("avx512_bf16") or capable.get("amx_bf16") else torch.float32


def _unusable(model: str, cause: Exception | str, mend: str = "") -> HoiBaoError:
    said = cause if isinstance(cause, str) else f"{type(cause).__name__}: {(str(cause).splitlines() or [''])[0]}"
    return HoiBaoError(
        f"the embedding model {model} cannot be loaded ({said})",
        mend=mend
        or "set HOIBAO_EMBEDDING_MODEL to the folder of a sentence-transformers model, or unset it to use the bundled one",
        vietnamese="Không nạp được mô hình tìm kiếm; xin báo người quản trị.",
    )
