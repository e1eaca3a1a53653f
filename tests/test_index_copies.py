"""Copies of an article: one is searched, all are stored, and each comes forward when it is the only one that is allowed."""

from dataclasses import replace

import pytest
from fakes import FakeEmbedder, article

from index import Query, build_index, open_index
from index.copies import passage_in_copy

LONG = (  # 36 words: fewer than 30 would be too short to tell a copy by
    "Mèo ở bản Pá Hu kêu suốt đêm vì trời lạnh và mưa to suốt từ hôm kia đến nay. "
    "Chó của nhà bên sủa đáp lại cho tới khi trời sáng hẳn và gà gáy."
)
MORE = "Cá dưới suối thì không ai nghe thấy gì cả, già làng Lò Văn Tiến nói với chúng tôi như vậy hôm ấy."
FIRST = article("a", f"{LONG}\n\n{MORE}", title="Đêm ở bản", source="Báo Một")
EXACT = replace(FIRST, id="b", source="Báo Hai")
SHORT = article("c", f"{LONG}", title="Đêm ở bản", source="Báo Ba")
OTHER = article("d", "Giá vàng giảm.", title="Giá vàng")
CATS, FISH = Query(("mèo",), ("mèo kêu",)), Query(("cá",), ("cá suối",))


def _build(folder, articles, embedder=None, **how):
    return build_index(articles, folder, embedder or FakeEmbedder(), progress=False, **how)


@pytest.fixture
def opened(tmp_path):
    embedder = FakeEmbedder()
    _build(tmp_path, [OTHER, SHORT, EXACT, FIRST], embedder)
    assert len(embedder.passages) == 2  # the representative and the other one
    return open_index(tmp_path, FakeEmbedder())


def _only(source):
    return lambda item: item.source == source


def test_one_of_them_is_searched_and_all_are_stored(opened):
    assert opened.copies == {"a": ("b", "c")}
    assert set(opened.articles) == {"a", "b", "c", "d"}
    assert {chunk.article_id for chunk in opened.chunks} == {"a", "d"}
    assert [hit.chunk.article_id for hit in opened.search(CATS, limit=1)] == ["a"]
    assert (opened.same_as("a"), opened.same_as("c"), opened.same_as("d")) == (("b", "c"), ("a", "b"), ())


@pytest.mark.parametrize(("source", "cited"), [("Báo Một", "a"), ("Báo Hai", "b"), ("Báo Ba", "c")])
def test_whichever_the_filter_allows_is_cited_in_its_own_words(opened, source, cited):
    (hit,) = opened.search(CATS, keep=_only(source))
    chunk, text = hit.chunk, opened.articles[cited].text
    assert chunk.article_id == cited and chunk.text == text[chunk.start : chunk.end] and "Mèo" in chunk.text
    assert [text[span.start : span.end][:3] for span in chunk.sentences][:2] == ["Mèo", "Chó"]
    whole = opened.search(CATS, limit=1)[0]
    assert hit.cosine == pytest.approx(whole.cosine) and hit.bm25 == pytest.approx(whole.bm25)


def test_a_passage_that_the_allowed_copy_leaves_out_is_not_in_its_hit(opened):
    (hit,) = opened.search(FISH, keep=_only("Báo Ba"))
    assert "Cá" not in hit.chunk.text


def test_a_passage_is_sought_sentence_by_sentence():
    whole = article("x", f"{MORE} {LONG}")
    chunk = replace(passage_in_copy(_chunk_of(whole), whole), start=len(MORE) + 1, end=len(whole.text), text=LONG)
    copy = article("y", f"Lời đầu của toà soạn về chuyện lạ.\n{LONG.replace('mưa to', 'mưa  to')}")
    found = passage_in_copy(chunk, copy)
    assert found is not None and found.article_id == "y"
    assert found.text == copy.text[found.start : found.end] == LONG.replace("mưa to", "mưa  to")
    assert passage_in_copy(chunk, article("z", "Không có câu nào như thế ở đây cả.")) is None


def _chunk_of(item):
    from corpus import chunk_article

    return chunk_article(item)[0]


def test_deleting_one_keeps_the_others_and_another_takes_over_without_embedding(tmp_path):
    _build(tmp_path, [FIRST, EXACT, SHORT, OTHER])
    embedder = FakeEmbedder()
    report = _build(tmp_path, [FIRST, SHORT, OTHER], embedder)
    assert (report.published, report.articles, report.chunks, embedder.passages) == (True, 3, 2, [])
    assert open_index(tmp_path, FakeEmbedder()).copies == {"a": ("c",)}
    _build(tmp_path, [FIRST, EXACT, SHORT, OTHER])
    report = _build(tmp_path, [EXACT, SHORT, OTHER], embedder)  # the representative goes
    assert (report.embedded, report.reused, report.removed, embedder.passages) == (0, 1, 1, [])
    opened = open_index(tmp_path, FakeEmbedder())
    assert opened.copies == {"b": ("c",)}
    assert [hit.chunk.article_id for hit in opened.search(CATS, limit=1)] == ["b"]


def test_without_metadata_nothing_is_a_copy(tmp_path):
    _build(tmp_path, [FIRST, EXACT], metadata=False)
    opened = open_index(tmp_path, FakeEmbedder())
    assert opened.copies == {} and {chunk.article_id for chunk in opened.chunks} == {"a", "b"}
