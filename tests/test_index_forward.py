"""Forward passes: on how many cores, and that the company in which a text is embedded makes no difference."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

from index import forward, load_embedder
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


def test_threads_that_come_later_have_every_core_too(monkeypatch):
    monkeypatch.setattr(forward, "cores", lambda: 2)  # so that it tells the same on a machine of one
    together = threading.Barrier(2)

    def meet():
        # The barrier breaks where the second begins only when the first has ended.
        list(forward.in_parallel(lambda _: together.wait(20), [0, 1], 2))
        return list(forward.in_parallel(lambda _: torch.get_num_threads(), [0], 1))

    assert meet() == [2]
    with ThreadPoolExecutor(1) as later:
        assert later.submit(meet).result() == [2]
