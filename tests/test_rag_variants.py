"""One question in several encodings or with its slips finds what it finds as written."""

import unicodedata

import pytest
from fakes import FakeEmbedder
from test_rag_fakes import ARTICLES, E5Like

from index import build_index, open_index
from rag.filters import Filters
from rag.question import understand
from rag.retrieve import articles_of, retrieve

QUESTIONS = (
    "Huyện Sơn Hạ có bao nhiêu đảng viên?",
    "Ông Lò Văn Tiến giữ chức vụ gì?",
    "Nghị quyết số 05-NQ/HU ban hành ngày nào?",
    "TP Hải Vân trồng bao nhiêu cây xanh năm 2023?",
    "Mỗi quý huyện Nậm Hua mở mấy lớp cảm tình đảng?",
    "hộ nghèo xã pá hu",
    "so ho ngheo cua xa pa hu",
)
GOLD = ("son-ha", "son-ha", "son-ha", "hai-van", "nam-hua", "nam-hua", "nam-hua")


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    build_index(list(ARTICLES), folder, E5Like(), progress=False)
    return open_index(folder, E5Like())


def first_five(index, question):
    return articles_of(retrieve(index, understand(question, index.lexicon), Filters()))[:5]


@pytest.mark.parametrize(("question", "gold"), list(zip(QUESTIONS, GOLD, strict=True)))
def test_nfc_nfd_and_zero_width_variants_find_the_same(index, question, gold):
    found = first_five(index, question)
    assert found[0] == gold
    for variant in (
        unicodedata.normalize("NFD", question),
        "\u200b".join(question),
        "\ufeff" + question.replace(" ", "\u00a0 "),
        unicodedata.normalize("NFD", question).replace("d", "d\u200d"),
    ):
        assert first_five(index, variant) == found


@pytest.mark.parametrize(
    ("typed", "gold"),
    [
        ("Huyeenj Sown Haj cos bao nhieeu ddangr vieen?", "son-ha"),
        ("Huye6n5 So7n Ha5 co1 bao nhie6u d9a3ng vie6n?", "son-ha"),
        ("HuyệnNậm Hua mởmấy lớp cảmtình đảng?", "nam-hua"),
        ("Hải Vân trồngg bao nhiêu câyy xanh?", "hai-van"),
    ],
)
def test_a_question_with_slips_finds_the_article(index, typed, gold):
    assert first_five(index, typed)[0] == gold


def test_what_was_typed_is_searched_beside_what_was_meant(tmp_path):
    embedder = FakeEmbedder()
    build_index(list(ARTICLES), tmp_path, embedder, progress=False)
    index = open_index(tmp_path, embedder)
    retrieve(index, understand("bao nhieeu đảngviên?", index.lexicon), Filters())
    assert set(embedder.questions) == {"bao nhiêu đảng viên?", "bao nhieeu đảngviên?"}
