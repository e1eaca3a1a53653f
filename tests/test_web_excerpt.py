"""The sentence that shows why an article was found."""

from fakes import article

from web.pages.excerpt import excerpt
from web.sentence_link import Cited, fingerprint
from web.words import reader_path

FIRST, SECOND = "Huyện họp bàn về <đất>.", "Xã Sơn Hạ có 12 đảng viên."
ARTICLE = article("a", f"{FIRST} {SECOND}", title="Tin")


def test_the_sentence_with_most_of_the_words():
    place = Cited(len(FIRST) + 1, len(FIRST) + 1 + len(SECOND), fingerprint(SECOND))
    link = f'<a href="{reader_path("a", place).replace("&", "&amp;")}">Mở ở câu này</a>'
    assert excerpt(ARTICLE, "đảng viên họp") == f"Xã Sơn Hạ có 12 <mark>đảng</mark> <mark>viên</mark>. {link}"
    assert excerpt(ARTICLE, "dang vien") == excerpt(ARTICLE, "đảng viên")
    assert excerpt(ARTICLE, "đất").startswith("Huyện họp bàn về &lt;<mark>đất</mark>&gt;. <a")


def test_the_opening_where_no_sentence_has_them():
    assert excerpt(ARTICLE, "") == excerpt(ARTICLE, "tin") == f"Huyện họp bàn về &lt;đất&gt;. {SECOND}"
    assert excerpt(article("b", "từ " * 200), "") == "từ " * 80 + "…"
