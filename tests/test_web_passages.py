"""A quoted sentence with its neighbours."""

from dataclasses import replace

from test_web_fake import BA_BE, QUOTE, FakeAnswerer

from corpus import Article
from web.passages import LONGEST, context, quote_contexts

TEXT = "Đầu đề bài\n\nCâu một ở đây. Câu hai ở giữa. Câu ba ở cuối."
ARTICLE = Article(id="a", text=TEXT, title="Đầu đề bài")


def _around(quote, article=ARTICLE):
    start = article.text.index(quote)
    return context(article, start, start + len(quote))


def test_neighbours_and_no_title():
    assert _around("Câu hai ở giữa.") == ("Câu một ở đây.", "Câu ba ở cuối.")
    assert _around("Câu một ở đây.") == ("", "Câu hai ở giữa.")
    assert _around("Câu ba ở cuối.") == ("Câu hai ở giữa.", "")


def test_long_neighbours_lose_their_far_ends_at_a_blank():
    long = "Rất " + "dài " * 100 + "xong."
    before, behind = _around("Câu giữa.", Article(id="a", text=f"{long} Câu giữa. {long}", title="x"))
    assert before.startswith("… dài") and before.endswith("dài xong.") and len(before) <= LONGEST + 2
    assert behind.startswith("Rất dài") and behind.endswith("dài …") and len(behind) <= LONGEST + 2


def test_an_article_that_changed_has_no_context():
    (citation,) = FakeAnswerer().ask("Ba Bể?").citations
    assert quote_contexts([citation], {"ba-be": BA_BE}.get)[1][1] == "Kết quả này bằng 54% kế hoạch."
    assert quote_contexts([citation], {"ba-be": replace(BA_BE, text="Khác hẳn. " + QUOTE)}.get) == {}
    assert quote_contexts([citation], {}.get) == {}
