"""Yes/no questions: the deciding sentence, yes or no only where it is plain, and no unrelated sentence."""

import re
from dataclasses import replace

import numpy as np
import pytest
from fakes import article
from test_rag_fakes import LEXICON, FakeReader, open_small

from rag.question import understand
from rag.reader import Reading, Window
from rag.yes_no import claim_of

ARTICLES = (
    article(
        "lung-pho",
        "Đảng bộ xã Lũng Phố hiện có 320 đảng viên ở 14 chi bộ. Năm 2023, xã Lũng Phố kết nạp trên 20 đảng viên mới.\n\n"
        "Ông Lò Văn Kiên, Bí thư Đảng ủy xã Lũng Phố, cho biết xã chưa xây dựng được nhà văn hóa. "
        "Xã Lũng Phố đã hoàn thành tuyến đường vào bản Pá Liềng.",
        "Xã Lũng Phố",
    ),
    article("na-ban", "Đảng bộ xã Nà Bản hiện có 275 đảng viên. Xã Nà Bản trồng 12 ha chè.", "Xã Nà Bản"),
)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory):
    return open_small(tmp_path_factory.mktemp("index"), ARTICLES)


@pytest.mark.parametrize(
    ("question", "statement", "yes", "no"),
    [
        ("Huyện Sơn Hạ có 38 chi bộ không?", "Huyện Sơn Hạ có 38 chi bộ?", "Có", "Không"),
        ("Có phải huyện Sơn Hạ có 38 chi bộ không?", "Huyện Sơn Hạ có 38 chi bộ?", "Đúng", "Không"),
        ("Huyện Sơn Hạ có 38 chi bộ, đúng không ạ?", "Huyện Sơn Hạ có 38 chi bộ?", "Đúng", "Không"),
        ("Huyện Sơn Hạ đã ban hành nghị quyết chưa?", "Huyện Sơn Hạ đã ban hành nghị quyết?", "Rồi", "Chưa"),
        ("Ông Lò Văn Tiến có phải là Bí thư không?", "Ông Lò Văn Tiến là Bí thư?", "Đúng", "Không"),
    ],
)
def test_the_statement_is_taken_out_of_the_question(question, statement, yes, no):
    claim = claim_of(understand(question, LEXICON), LEXICON)
    assert claim is not None
    assert (claim.statement.full, claim.yes, claim.no) == (statement, yes, no)


@pytest.mark.parametrize(
    "question",
    [
        "Huyện Sơn Hạ có bao nhiêu chi bộ?",
        "Trạm nào chưa có chi bộ thì xử lý thế nào không?",
        "Sân bay của hãng hàng không?",
        "Không?",
        "Huyện Sơn Hạ",
    ],
)
def test_another_question_is_no_statement(question):
    assert claim_of(understand(question, LEXICON), LEXICON) is None


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Xã Lũng Phố có 320 đảng viên đúng không?", "Đúng"),
        ("Xã Lũng Phố có 300 đảng viên đúng không?", "Không, theo bài: 320 đảng viên"),
        ("Xã Lũng Phố có hơn 300 đảng viên không?", "Có"),
        ("Xã Lũng Phố có trên 400 đảng viên không?", "Không, theo bài: 320 đảng viên"),
        ("Xã Lũng Phố có dưới 400 đảng viên phải không?", "Đúng"),
        ("xa lung pho co 320 dang vien dung khong", "Đúng"),
        # The sentence says "trên 20": 20 is neither affirmed nor denied, 25 lies within.
        ("Năm 2023 xã Lũng Phố kết nạp 20 đảng viên mới đúng không?", None),
        ("Năm 2023 xã Lũng Phố kết nạp 25 đảng viên mới đúng không?", None),
        ("Năm 2023 xã Lũng Phố kết nạp 50 đảng viên mới đúng không?", "Không, theo bài: trên 20 đảng viên mới"),
        # 14 is the number of branches: the article has it, so nothing is denied.
        ("Xã Lũng Phố có 14 đảng viên đúng không?", None),
        ("Xã Lũng Phố đã hoàn thành tuyến đường vào bản Pá Liềng chưa?", "Rồi"),
        ("Ông Lò Văn Kiên có phải là Bí thư Đảng ủy xã Lũng Phố không?", "Đúng"),
        ("Bí thư Đảng ủy xã Lũng Phố là ông Lò Văn Kiên đúng không?", "Đúng"),
        ("Ông Giàng A Páo là Bí thư Đảng ủy xã Lũng Phố phải không?", "Không, theo bài: Lò Văn Kiên"),
        ("Có phải bà Lò Thị Mai giữ chức Bí thư Đảng ủy xã Lũng Phố không?", "Không, theo bài: Lò Văn Kiên"),
        ("Ông Giàng A Páo là Bí thư Đảng ủy phải không?", None),  # of which commune is not said
        ("Xã Lũng Phố đã xây dựng được nhà văn hóa chưa?", "Chưa"),
    ],
)
def test_yes_and_no_only_where_the_sentence_says_so(answerer, question, short):
    answer = answerer.ask(question)
    assert answer.answered
    assert answer.short_answer == short
    (cited,) = answer.citations
    assert cited.article_id == "lung-pho"
    assert cited.quote in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Xã Lũng Phố có bệnh viện không?",
        "Xã Nà Bản đã xây dựng nhà văn hóa chưa?",  # it is the other commune that is spoken of
        "Xã Pác Lung có 320 đảng viên đúng không?",
        "Ông Lò Văn Kiên có phải là Chủ tịch UBND xã Lũng Phố không?",
        "Ông Giàng A Páo là Phó Bí thư Đảng ủy xã Lũng Phố phải không?",
        "Ông Giàng A Páo là Bí thư Đảng ủy xã Nà Bản phải không?",
    ],
)
def test_an_unrelated_sentence_is_no_answer(answerer, question):
    answer = answerer.ask(question)
    assert (answer.answered, answer.citations) == (False, ())


def test_a_person_whom_the_articles_know_is_not_denied_an_office(tmp_path):
    former = article("cu", "Ông Giàng A Páo, nguyên Bí thư Đảng ủy xã Lũng Phố, trồng chè.", "Chuyện cũ")
    answer = open_small(tmp_path, (*ARTICLES, former)).ask("Ông Giàng A Páo là Bí thư Đảng ủy xã Lũng Phố phải không?")
    assert (answer.answered, answer.short_answer) == (True, None)


def test_another_place_is_not_denied_with_a_figure_of_its_own(answerer):
    answer = answerer.ask("Xã Nà Bản có 320 đảng viên đúng không?")
    assert answer.short_answer == "Không, theo bài: 275 đảng viên"
    assert answer.citations[0].article_id == "na-ban"


class Believer(FakeReader):
    """So sure, in logits, of every word of the sentence about the village hall and of nothing else."""

    def __init__(self, sure):
        self.sure = sure

    def _window(self, question, passage):
        places = np.array([match.span() for match in re.finditer(r"\w+", passage)], np.int64).reshape(-1, 2)
        hall = passage.find("Ông Lò Văn Kiên"), passage.find("nhà văn hóa.") + 12
        found = np.array([self.sure / 2 if hall[0] <= at < hall[1] else -5.0 for at, _ in places], np.float32)
        return Window(places, found, found)

    def read(self, question, passages):
        return [Reading((self._window(question, passage),)) for passage in passages]


@pytest.mark.parametrize(("sure", "answered"), [(6.0, True), (4.0, False)])  # 1 / (1 + exp(-6 / 3)) = .88, and .79 of 4
def test_a_sentence_in_other_words_decides_where_the_reader_is_sure(answerer, sure, answered):
    answer = replace(answerer, reader=Believer(sure)).ask("Bà con xã Lũng Phố đã có chỗ để hội họp vui chơi chưa?")
    assert (answer.answered, answer.short_answer) == (answered, None)
    assert [("chưa xây dựng được nhà văn hóa" in one.quote) for one in answer.citations] == [True] * answered
