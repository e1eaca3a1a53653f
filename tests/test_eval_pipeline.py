"""Which folders are indexed for a run, with an embedder in place of the model; index and answerer are real."""

import pytest
from test_rag_fakes import E5Like, FakeReader

from corpus import HoiBaoError, load_corpus
from eval.asking.pipeline import Source, open_bench
from index import build_index
from settings import load_settings

SON_HA = "Đảng bộ huyện Sơn Hạ hiện có 1.240 đảng viên, sinh hoạt ở 38 chi bộ."
NAM_HUA = "Toàn Đảng bộ huyện Nậm Hua có 875 đảng viên."
HAI_VAN = "Năm 2023, thành phố Hải Vân trồng 9.000 cây xanh dọc các tuyến phố."


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """The corpus of the settings holds son-ha; there is no index yet."""
    monkeypatch.setattr("index.load_embedder", lambda model, state: E5Like())
    monkeypatch.setattr("rag.open_reader", lambda embedder, state: FakeReader())
    site = folder(tmp_path, "site", son_ha=SON_HA)
    return load_settings().model_copy(update={"corpus": site, "index": tmp_path / "built", "columns": ""})


def folder(tmp_path, name, **texts):
    made = tmp_path / name
    made.mkdir()
    for stem, text in texts.items():
        (made / f"{stem}.md").write_text(f"---\nid: {stem.replace('_', '-')}\n---\n{text}\n", encoding="utf-8")
    return made


def held(source, settings):
    """Ids that the index holds, by its own count, and ids that quotes are checked against."""
    with open_bench(source, settings) as bench:
        return bench.corpus_size, sorted(bench.articles)


def test_articles_beside_are_indexed_with_the_corpus_given(tmp_path, settings):
    source = Source(corpus=folder(tmp_path, "a", nam_hua=NAM_HUA), beside=folder(tmp_path, "b", hai_van=HAI_VAN))
    assert held(source, settings) == (2, ["hai-van", "nam-hua"])
    assert not settings.index.exists()


def test_without_corpus_they_are_indexed_with_that_of_the_settings(tmp_path, settings):
    index_folder(settings)
    before = sorted(path.name for path in settings.index.iterdir())
    assert held(Source(beside=folder(tmp_path, "b", hai_van=HAI_VAN)), settings) == (2, ["hai-van", "son-ha"])
    assert sorted(path.name for path in settings.index.iterdir()) == before


def test_without_any_the_default_index_is_built_and_asked(settings):
    assert held(Source(), settings) == (1, ["son-ha"])
    assert (settings.index / "CURRENT").exists()


def test_an_index_given_is_asked_as_it_is(tmp_path, settings):
    index_folder(settings)
    source = Source(index=settings.index, beside=folder(tmp_path, "b", hai_van=HAI_VAN))
    assert held(source, settings) == (1, ["son-ha"])


def test_a_quote_from_beside_is_found_again(tmp_path, settings):
    with open_bench(Source(beside=folder(tmp_path, "b", nam_hua=NAM_HUA)), settings) as bench:
        cited = bench.answerer.ask("Huyện Nậm Hua có bao nhiêu đảng viên?").citations[0]
        assert cited.article_id == "nam-hua"
        assert bench.articles["nam-hua"].text[cited.start : cited.end] == cited.quote


def test_an_id_in_both_folders_is_one_clear_error(tmp_path, settings):
    source = Source(corpus=folder(tmp_path, "a", son_ha=SON_HA, x=NAM_HUA), beside=folder(tmp_path, "b", son_ha=HAI_VAN))
    expected = f"{source.corpus} and {source.beside} both hold articles with the id son-ha: give each article an id of its own"
    with pytest.raises(HoiBaoError, match=expected), open_bench(source, settings):
        pass


@pytest.mark.parametrize("beside", ["a", "a/articles"])
def test_a_folder_inside_the_corpus_is_read_once(tmp_path, settings, beside):
    corpus = folder(tmp_path, "a", son_ha=SON_HA)
    folder(corpus, "articles", hai_van=HAI_VAN)
    assert held(Source(corpus=corpus, beside=tmp_path / beside), settings) == (2, ["hai-van", "son-ha"])


def index_folder(settings):
    build_index(load_corpus(settings.corpus).articles, settings.index, E5Like(), corpus=str(settings.corpus), progress=False)
