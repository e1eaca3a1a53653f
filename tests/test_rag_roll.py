"""A list of so many names is no answer with fewer."""

import pytest
from test_rag_fakes import LEXICON

from corpus import split_sentences
from rag.question import understand
from rag.roll import names_too_few

FOUR = "Kể tên đủ bốn xã của huyện Sơn Hạ đã xong đường nhựa."


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (FOUR, "Bốn xã Pá Hu, Tân Lạp, Yên Khê và Nà Pó đã xong đường nhựa.", False),
        (FOUR, "Huyện Sơn Hạ có 4 xã đã xong đường nhựa.", True),
        (FOUR, "Theo ông Lò Văn Tiến, Sơn Hạ có 4 xã đã xong.", True),
        (FOUR, "Sơn Hạ có 4 xã đã xong. Đó là Pá Hu, Tân Lạp, Yên Khê và Nà Pó.", False),  # the next sentence names them
        (FOUR, "Sơn Hạ có 4 xã đã xong. Xã nào cũng vui. Đó là Pá Hu, Tân Lạp, Yên Khê và Nà Pó.", True),
        ("Kể tên 3 khu của phường.", "Phường có các khu 1, 2 và 5.", False),
        ("Kể tên các xã đã xong đường nhựa.", "Bốn xã đã xong.", False),  # it is not said how many
        ("Huyện có mấy xã đã xong?", "Bốn xã đã xong.", False),  # no list is asked for
    ],
)
def test_a_list_needs_its_names(question, text, expected):
    assert names_too_few(understand(question, LEXICON), text, split_sentences(text)[0]) is expected
