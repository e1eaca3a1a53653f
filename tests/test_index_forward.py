"""Forward passes with the real model: in what company a text is embedded makes no difference."""

import numpy as np
import pytest

from index import load_embedder
from index.forward import BATCH, passes
from settings import load_settings

TEXTS = [f"Xã Ba Bể kết nạp {number} đảng viên mới" + " trong năm 2025" * (number % 7) for number in range(BATCH * 2 + 5)]


@pytest.mark.model
def test_batches_on_several_cores_say_what_one_text_alone_says():
    model = load_embedder("", load_settings().state)._model
    together = {made.number: made for made in passes(model, "passage: ", TEXTS, np.copy)}
    assert sorted(together) == list(range(len(TEXTS)))
    for number in (0, 6, 17, len(TEXTS) - 1):
        (alone,) = passes(model, "passage: ", [TEXTS[number]], np.copy)
        assert together[number].spans == alone.spans
        assert together[number].told.shape == alone.told.shape
        one, other = together[number].vector, alone.vector
        assert one @ other / np.linalg.norm(one) / np.linalg.norm(other) > 0.9999
