"""How far a sentence speaks of the place that the question names."""

import pytest

from corpus import Article, split_sentences
from index.lexicon import build_lexicon
from rag.agreement import agreement
from rag.question import understand

PA_VAT = Article(
    id="pa-vat",
    title="Pá Vạt giảm nghèo",
    place="xã Pá Vạt, huyện Tà Phình",
    text="Cuối năm 2024, tỷ lệ hộ nghèo còn 34,7%. Bà con vùng cao đã đổi nếp nghĩ.",
)
LEXICON = build_lexicon([f"{PA_VAT.title}\n{PA_VAT.place}\n{PA_VAT.text}\nHuyện Tà Phình họp. Xã Pá Vạt họp."])


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Tỷ lệ hộ nghèo của xã Pá Vạt là bao nhiêu?", 0.9),  # the title names it
        ("Tỷ lệ hộ nghèo của huyện Tà Phình là bao nhiêu?", 0.5),  # a commune's figure is not its district's
        ("Tỷ lệ hộ nghèo của xã Pá Vạt, huyện Tà Phình là bao nhiêu?", 0.9),
        ("Vì sao huyện Tà Phình đổi nếp nghĩ?", 0.9),  # no figure: what happens in the commune happens in the district
        ("Tỷ lệ hộ nghèo của huyện Mường Kha là bao nhiêu?", 0.0),
    ],
)
def test_an_article_of_a_commune_gives_no_figures_of_its_district(question, names):
    first = split_sentences(PA_VAT.text)[0]
    assert agreement(understand(question, LEXICON), PA_VAT, first, LEXICON).names == names
