"""What the guard is fitted on: sentences falsified by a program, and logits put down to those of unseen sentences."""

import numpy as np
import pytest

from index.lexicon import build_lexicon
from rag.sources import Source, read
from training.falsified import falsified
from training.fit_support import Judged, as_unseen

LEXICON = build_lexicon(["Xã Pá Hu trồng 40 ha quế, xã Sính Lùng trồng 25 ha."])


@pytest.mark.parametrize(
    ("sentence", "false"),
    [
        ("Xã Pá Hu trồng 40 ha quế.", {"Xã Sính Lùng trồng 40 ha quế.": "place", "Xã Pá Hu trồng 25 ha quế.": "number"}),
        (
            "Xã Pá Hu trồng 40 ha và xã Sính Lùng trồng 25 ha.",
            {
                "Xã Sính Lùng trồng 40 ha và xã Pá Hu trồng 25 ha.": "swap",
                "Xã Pá Hu trồng 25 ha và xã Sính Lùng trồng 40 ha.": "swap",
            },
        ),
    ],
)
def test_a_fact_gives_way_to_another_of_its_kind(sentence, false):
    source = Source("Tin", ["Xã Pá Hu trồng 40 ha quế, xã Sính Lùng trồng 25 ha."], None, LEXICON)
    assert falsified(read(sentence, LEXICON), source) == false


def test_denials_are_dropped_and_put_where_the_passage_has_them():
    source = Source("Tin", ["Xã chưa họp, hộ không nộp tiền."], None, LEXICON)
    assert falsified(read("Xã chưa họp.", LEXICON), source) == {"Xã đã họp.": "negation"}
    assert falsified(read("Hộ nộp tiền.", LEXICON), source) == {"Hộ không nộp tiền.": "negation"}
    assert falsified(read("Xã đã họp.", LEXICON), source) == {"Xã chưa họp.": "negation"}
    assert falsified(read("Hộ không nộp tiền.", LEXICON), source) == {"Hộ nộp tiền.": "negation"}


def test_known_claims_get_the_logits_of_unseen_ones_in_their_order():
    true = np.array([True, True, True, False])
    claims = Judged(np.zeros((4, 8)), np.array([5.0, 6.0, 7.0, -9.0]), true, np.array(["a"] * 4), 4)
    unseen = np.array([0.0, 1.0, 2.0, 3.0, 4.0, -5.0, -1.0])
    found = as_unseen(claims, unseen, unseen >= 0)
    # Ranks 1/6, 3/6, 5/6 of 0..4 among the true ones, and the middle of the two false ones.
    assert np.allclose(found, [4 / 6, 2.0, 20 / 6, -3.0])
