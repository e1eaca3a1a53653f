"""Hand-made answers, and an answerer that gives them: the seam where eval meets the pipeline."""

from contextlib import contextmanager

from corpus import Article
from eval.asking.pipeline import Answer, Bench, Citation

TEXTS = {
    "ba-be": "Toàn Đảng bộ huyện Ba Bể hiện có trên 4.900 đảng viên. Huyện đã kết nạp 325/600 đảng viên.",
    "ba-che": "Ba Chẽ có 75 thôn.",
}
ARTICLES = {name: Article(id=name, text=text, title=f"Bài {name}") for name, text in TEXTS.items()}


def quote(article, text, number=1):
    """A citation whose quote really stands in the article."""
    start = TEXTS[article].index(text)
    return citation(article, text, start, start + len(text), number)


def citation(article, text, start, end, number=1):
    return Citation(number, article, f"Bài {article}", None, None, None, text, start, end, 0.9)


def told(text, short=None, cites=(), retrieved=("ba-be", "ba-che"), confidence=0.9):
    return Answer(
        "?", "?", True, None, short, text, confidence, citations=tuple(cites), retrieved=tuple(retrieved), index_version="v000001"
    )


def refusal(confidence=0.1, retrieved=("ba-be", "ba-che")):
    return Answer("?", "?", False, "not_found", None, "Các bài báo không nói về việc này.", confidence, retrieved=retrieved)


class FakeAnswerer:
    """Answers by question; remembers what it was asked."""

    def __init__(self, answers):
        self.answers = answers
        self.asked = []

    def ask(self, question, history=(), filters=None, *, refuse=True):
        self.asked.append((question, history))
        return self.answers[question]

    def read(self, question, article):
        self.asked.append((question, article.id))
        return self.answers[question]


def opener(answers, articles=ARTICLES, seen=None):
    """What main() takes in place of open_bench."""

    @contextmanager
    def open_fake(source, settings):
        if seen is not None:
            seen.append(source)
        found = {a.id: a for a in source.squad} if source.squad else articles
        yield Bench(lambda: FakeAnswerer(answers), found, "v000001", "fake-model", len(found or ()))

    return open_fake


def test_the_fake_quotes_stand_where_they_say():
    found = quote("ba-be", "325/600 đảng viên")
    assert TEXTS["ba-be"][found.start : found.end] == found.quote
