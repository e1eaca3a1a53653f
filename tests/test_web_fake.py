"""A small answerer over one short article, for the tests of the web; no model, no index."""

import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from corpus import Article, HoiBaoError, Origin, SetAside, clean, fold
from rag.answer import Answer, Citation, Nearest
from rag.bound import Bounds
from rag.filters import Filters, allows
from web import Answerer

TEXT = (
    "Toàn Đảng bộ huyện Ba Bể hiện có trên 4.900 đảng viên.\n\n"
    "Chú thích ảnh: Một buổi kết nạp đảng viên ở Ba Bể.\n\n"
    "Huyện Ba Bể từ đầu nhiệm kỳ đến nay đã kết nạp 325/600 đảng viên. Kết quả này bằng 54% kế hoạch.\n\n"
    + "Những năm qua, công tác này luôn được chú trọng.\n\n"
    * 12
)
QUOTE = "Huyện Ba Bể từ đầu nhiệm kỳ đến nay đã kết nạp 325/600 đảng viên."
XSS = '<img src=x onerror="alert(1)"><script>alert(2)</script> & "nháy"'
BA_BE = Article(
    id="ba-be",
    text=clean(TEXT),
    title="Ba Bể kết nạp 325/600 đảng viên, quan tâm tạo nguồn ở vùng dân tộc thiểu số",
    source="Hỏi Báo (bài mẫu)",
    place="Ba Bể",
    based_on=Origin(
        title="Ba Bể phát triển đảng viên",
        source="Báo Bắc Kạn",
        author="Đình Văn",
        published=date(2022, 11, 23),
        url="https://baobackan.vn/ba-be",
    ),
)
BA_BE_COPY = Article(
    id="ba-be-ban-in", text=clean(TEXT.split("\n\n", 1)[1]), title="Ba Bể kết nạp đảng viên (bản in)", place="Ba Bể"
)
NASTY = Article(id="bài xấu", text=f"{XSS}\nDòng hai {XSS}", title=XSS, source=XSS, url="javascript:alert(1)", author=XSS)


class FakeAnswerer:
    """Answers about Ba Bể, refuses "thời tiết", breaks on "hỏng" and "lỗi", writes on "viết"; remembers what it was asked."""

    index_version = "v000001"

    def __init__(self, delay: float = 0.0) -> None:
        self.delay = delay
        self.led_on: list[tuple[str, list[tuple[str, str]], Filters | None]] = []
        self.asked: list[tuple[str, list[tuple[str, str]], Filters | None]] = []

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        filters: Filters | None = None,
        on_stage: Callable[[str], None] | None = None,
        on_sentence: Callable[[str], None] | None = None,
    ) -> Answer:
        self.asked.append((question, list(history), filters))
        for stage in ("retrieve", "read"):
            if on_stage:
                on_stage(stage)
            time.sleep(self.delay)
        if on_sentence and "viết" in question:
            on_stage("write")
            on_sentence(f"{XSS} [1]")
        if "hỏng" in question:
            raise HoiBaoError("index damaged", mend="rebuild it", vietnamese="Kho bài đang hỏng.", exit_code=1)
        if "lỗi" in question:
            raise RuntimeError("secret cause")
        return _refusal(question) if "thời tiết" in question else _answer(question, XSS if "<" in question else None)

    def suggestions(self, answer, history, filters, go_on) -> list[str]:
        """Two about Ba Bể after an answer that is not about "im lặng"; remembers what it was asked for."""
        self.led_on.append((answer.question, list(history), filters))
        return [] if "im lặng" in answer.question else ["Ba Bể có bao nhiêu chi bộ?", "Ba Bể có bao nhiêu hộ?"]

    def article(self, article_id: str) -> Article | None:
        return {one.id: one for one in (BA_BE, BA_BE_COPY, NASTY)}.get(article_id)

    def copies(self, article_id: str) -> Sequence[Article]:
        return [one for one in (BA_BE, BA_BE_COPY) if article_id.startswith("ba-be") and one.id != article_id]

    def articles(self) -> Sequence[Article]:
        return (BA_BE, NASTY)

    def find_articles(self, words: str, filters: Filters) -> Sequence[Article]:
        found = [one for one in self.articles() if fold(words) in fold(f"{one.title} {one.text}")]
        return [one for one in found if allows(filters, one)]

    def set_aside(self) -> Sequence[SetAside]:
        return (SetAside("tin/<b>hỏng.pdf", "Tệp PDF không có chữ."),)

    def example_questions(self, bounds: Bounds = ()) -> list[str]:
        return [
            "Huyện Ba Bể đã kết nạp được bao nhiêu đảng viên?",
            "Vì sao việc kết nạp đảng viên ở Ba Bể gặp khó khăn?",
            "Ai là Phó Bí thư Thường trực Huyện ủy Ba Chẽ?",
        ]

    def describe(self) -> dict[str, Any]:
        return {"model": "fake", "articles": 2}


def _answer(question: str, nasty: str | None) -> Answer:
    start = BA_BE.text.index(QUOTE)
    origin = BA_BE.based_on
    citation = Citation(
        number=1,
        article_id="ba-be",
        title=nasty or BA_BE.title,
        source=nasty or BA_BE.source,
        url="javascript:alert(3)" if nasty else None,
        published=None,
        quote=nasty or QUOTE,
        start=start,
        end=start + len(QUOTE),
        score=0.81,
        copies=(nasty,) if nasty else (),
        based_on={"title": origin.title, "source": origin.source, "author": None, "published": "2022-11-23", "url": origin.url},
    )
    return Answer(
        question=question,
        standalone_question=question,
        answered=True,
        reason=None,
        short_answer=nasty or "325/600",
        answer=f"{nasty or QUOTE} [1]",
        confidence=0.93,
        notes=("Số liệu tính đến năm 2022.",),
        citations=(citation,),
        timings_ms={"retrieve": 9.1, "read": 88.0, "total": 99.4},
        index_version="v000001",
    )


def _refusal(question: str) -> Answer:
    return Answer(
        question=question,
        standalone_question=question,
        answered=False,
        reason="not_found",
        short_answer=None,
        answer="Các bài báo trong kho không có thông tin để trả lời câu hỏi này.",
        confidence=0.11,
        nearest=(Nearest("ba-be", BA_BE.title, None, None), Nearest("bài xấu", "Một bài khác", None, "2022-11-23")),
        timings_ms={"total": 50.0},
        index_version="v000001",
    )


def test_fake_fits_the_protocol():
    answerer: Answerer = FakeAnswerer()
    assert answerer.ask("Ba Bể?").answered
