"""Building: what is embedded, what is published, and what the command says."""

import json
import re
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest
from fakes import FakeEmbedder, article
from tqdm import tqdm

import index.build
import index.builder
from corpus import Chunk, HoiBaoError, Origin, SetAside, Span
from index import Embedder, Query, build_index, open_index
from index.publish import builder_lock

ROOT = Path(__file__).resolve().parents[1]
A, B, C = article("a", "Mèo.", title="Bài a"), article("b", "Chó.", title="Bài b"), article("c", "Cá.")


def _build(folder, articles, embedder=None, **how):
    return build_index(articles, folder, embedder or FakeEmbedder(), progress=False, **how)


def _counts(report):
    return report.version, report.published, report.articles, report.chunks, report.embedded, report.removed


def test_the_first_build_embeds_every_chunk_under_its_title(tmp_path):
    embedder = FakeEmbedder()
    assert _counts(_build(tmp_path, [A, B, C], embedder)) == ("v000001", True, 3, 3, 3, 0)
    assert embedder.passages == ["Bài a\nMèo.", "Bài b\nChó.", "Cá."]
    assert embedder.questions == []


def test_its_stages_are_told(tmp_path):
    told = []
    _build(tmp_path, [A, B, C], told=lambda *where: told.append(where))
    assert told == [("compare", 0, 0), ("embed", 0, 3), ("embed", 3, 3), ("write", 0, 0)]


def test_without_metadata_titles_are_not_embedded(tmp_path):
    embedder = FakeEmbedder()
    _build(tmp_path, [A, C], embedder, metadata=False)
    assert embedder.passages == ["Mèo.", "Cá."]


def test_a_second_build_embeds_and_publishes_nothing(tmp_path):
    _build(tmp_path, [A, B, C])
    embedder = FakeEmbedder()
    assert _counts(_build(tmp_path, [C, A, B], embedder)) == ("v000001", False, 3, 3, 0, 0)
    assert embedder.passages == []
    assert [path.name for path in tmp_path.glob("v*")] == ["v000001"]


def test_a_changed_article_embeds_only_its_own_chunk(tmp_path):
    _build(tmp_path, [A, B, C])
    embedder = FakeEmbedder()
    changed = replace(B, text="Chó và mèo.")
    assert _counts(_build(tmp_path, [A, changed, C], embedder)) == ("v000002", True, 3, 3, 1, 1)
    assert embedder.passages == ["Bài b\nChó và mèo."]
    opened = open_index(tmp_path, FakeEmbedder())
    assert opened.articles["b"] == changed
    assert sorted(chunk.text for chunk in opened.chunks) == ["Chó và mèo.", "Cá.", "Mèo."]
    (best,) = opened.search(Query(("mèo chó",), ("mèo chó",)), limit=1)
    assert (best.chunk.article_id, best.cosine) == ("b", pytest.approx(1))  # its new vector, (1, 1, 0)


def test_a_removed_article_is_gone_from_search(tmp_path):
    query = Query(("chó",), ("chó",))
    _build(tmp_path, [A, B, C])
    assert open_index(tmp_path, FakeEmbedder()).search(query)[0].chunk.article_id == "b"
    embedder = FakeEmbedder()
    assert _counts(_build(tmp_path, [A, C], embedder)) == ("v000002", True, 2, 2, 0, 1)
    opened = open_index(tmp_path, FakeEmbedder())
    assert embedder.passages == []
    assert {hit.chunk.article_id for hit in opened.search(query)} == {"a", "c"}
    assert set(opened.articles) == {"a", "c"}
    assert all(hit.bm25 == hit.cosine == 0 for hit in opened.search(query))


@pytest.mark.parametrize(
    "changes",
    [{"url": "https://vi.du/a"}, {"published": date(2022, 11, 23)}, {"based_on": Origin("T", published=date(2022, 1, 2))}],
)
def test_metadata_alone_are_published_without_embedding(tmp_path, changes):
    _build(tmp_path, [A, B])
    embedder = FakeEmbedder()
    changed = replace(A, **changes)
    assert _counts(_build(tmp_path, [changed, B], embedder)) == ("v000002", True, 2, 2, 0, 0)
    assert embedder.passages == []
    assert open_index(tmp_path, FakeEmbedder()).articles == {"a": changed, "b": B}
    assert not _build(tmp_path, [changed, B]).published


def test_what_was_set_aside_and_a_moved_corpus_are_published_too(tmp_path):
    _build(tmp_path, [A])
    aside = SetAside("x.md", "trống")
    assert _build(tmp_path, [A], set_aside=[aside]).published
    assert open_index(tmp_path, FakeEmbedder()).set_aside == (aside,)
    report = _build(tmp_path, [A], set_aside=[aside], corpus="bài")
    assert (report.published, report.embedded) == (True, 0)
    assert open_index(tmp_path, FakeEmbedder()).manifest["corpus"] == str(Path("bài").resolve())


def test_full_embeds_all_anew_and_purge_publishes_alone(tmp_path):
    _build(tmp_path, [A, B])
    embedder = FakeEmbedder()
    assert _counts(_build(tmp_path, [A, B], embedder, full=True)) == ("v000002", True, 2, 2, 2, 0)
    assert len(embedder.passages) == 2
    assert _counts(_build(tmp_path, [A, B], purge=True)) == ("v000003", True, 2, 2, 0, 0)
    assert [path.name for path in tmp_path.glob("v*")] == ["v000003"]


@pytest.mark.parametrize("other", [{"revision": "2"}, {"words": "chó mèo"}])
def test_another_model_embeds_all_anew(tmp_path, other):
    _build(tmp_path, [A, B])
    embedder = FakeEmbedder(**other)
    assert _counts(_build(tmp_path, [A, B], embedder)) == ("v000002", True, 2, 2, 2, 0)
    assert open_index(tmp_path, embedder).store.vectors.shape == (2, len(embedder.words))


@pytest.mark.parametrize("version", ["index.builder.CHUNKER_VERSION", "index.builder.NORMALISER_VERSION"])
def test_another_way_of_making_chunks_is_published_and_keeps_the_vectors_of_texts_that_come_out_the_same(
    tmp_path, version, monkeypatch
):
    _build(tmp_path, [A, B])
    monkeypatch.setattr(version, 99)
    assert _counts(_build(tmp_path, [A, B])) == ("v000002", True, 2, 2, 0, 0)


def test_other_chunks_of_an_unchanged_text_are_taken_up_with_a_new_chunker(tmp_path, monkeypatch):
    text = article("a", "Mèo. Chó.")
    _build(tmp_path, [text])
    halves = [Chunk("a", 0, 4, "Mèo.", (Span(0, 4),)), Chunk("a", 5, 9, "Chó.", (Span(5, 9),))]
    monkeypatch.setattr(index.builder, "chunk_article", lambda article: halves)
    assert not _build(tmp_path, [text]).published  # an unchanged text is not cut again
    monkeypatch.setattr(index.builder, "CHUNKER_VERSION", 99)
    assert _counts(_build(tmp_path, [text])) == ("v000002", True, 1, 2, 2, 1)


def test_a_renamed_article_embeds_nothing(tmp_path):
    _build(tmp_path, [A, B])
    embedder = FakeEmbedder()
    report = _build(tmp_path, [A, replace(B, id="z")], embedder)
    assert (*_counts(report), report.reused) == ("v000002", True, 2, 2, 0, 1, 1)
    assert embedder.passages == []
    opened = open_index(tmp_path, FakeEmbedder())
    assert [hit.chunk.article_id for hit in opened.search(Query(("chó",), ("chó",)), limit=1)] == ["z"]


def test_an_edit_near_the_top_embeds_only_the_chunk_that_it_touches(tmp_path):
    # 60 sentences of 3 syllables: a chunk holds 160, so 53 of them; a paragraph that is full keeps the cut where it is.
    first, second = "Mèo kêu to. " * 53, "Chó sủa to. " * 53
    long = article("a", f"{first.strip()}\n\n{second.strip()}")
    assert _build(tmp_path, [long]).embedded == 2
    embedder = FakeEmbedder()
    edited = replace(long, text=long.text.replace("Mèo kêu to.", "Mèo kêu rất.", 1))  # one letter longer: all behind it moves
    report = _build(tmp_path, [edited], embedder)
    assert (*_counts(report), report.reused) == ("v000002", True, 1, 2, 1, 2, 1)
    (only,) = embedder.passages
    assert only.startswith("Mèo kêu rất. Mèo kêu to.")


def test_equal_texts_are_embedded_once(tmp_path):
    embedder = FakeEmbedder()
    report = _build(tmp_path, [C, replace(C, id="d")], embedder, metadata=False)
    assert (report.chunks, report.embedded, report.reused, embedder.passages) == (2, 1, 1, ["Cá."])


def test_switching_the_model_back_embeds_nothing(tmp_path):
    _build(tmp_path, [A, B])
    assert _build(tmp_path, [A, B], FakeEmbedder(revision="2")).embedded == 2
    embedder = FakeEmbedder()
    assert _counts(_build(tmp_path, [A, B], embedder)) == ("v000003", True, 2, 2, 0, 0)
    assert embedder.passages == []
    assert open_index(tmp_path, FakeEmbedder()).version == "v000003"
    assert sorted(path.name for path in tmp_path.glob("v*")) == ["v000002", "v000003"]  # and forth again


def test_nothing_to_embed_loads_no_model(tmp_path):
    _build(tmp_path, [A, B])
    card = FakeEmbedder().card

    def never():
        raise AssertionError("loaded")

    lazy = Embedder(never, card)
    assert _counts(_build(tmp_path, [B], lazy)) == ("v000002", True, 1, 1, 0, 1)
    with pytest.raises(AssertionError, match="loaded"):
        _build(tmp_path, [C], lazy)


def test_no_articles_and_a_running_build_are_told_before_the_model_is_loaded(tmp_path):
    def never():
        raise AssertionError("loaded")

    with pytest.raises(HoiBaoError, match="there are no articles"):
        _build(tmp_path, [], Embedder(never))
    with builder_lock(tmp_path), pytest.raises(HoiBaoError, match="another build is running"):
        _build(tmp_path, [A], Embedder(never))


def test_vectors_stay_with_their_chunks_through_many_builds(tmp_path):
    articles = {name: article(name, "Mèo. " * (number % 3) + "Chó. " * number) for number, name in enumerate("abcdefgh", 1)}
    for gone in ("", "c", "ah", "bdf"):
        kept = [item for name, item in articles.items() if name not in gone]
        _build(tmp_path, kept)
        opened = open_index(tmp_path, FakeEmbedder())
        assert {chunk.article_id for chunk in opened.chunks} == {item.id for item in kept}
        for chunk, vector in zip(opened.chunks, opened.store.vectors, strict=True):
            cats, dogs = chunk.text.count("Mèo"), chunk.text.count("Chó")
            length = (cats**2 + dogs**2) ** 0.5
            assert vector == pytest.approx([cats / length, dogs / length, 0], abs=1e-6)


def test_no_articles_are_an_error_that_leaves_the_index_alone(tmp_path):
    _build(tmp_path, [A])
    with pytest.raises(HoiBaoError, match="there are no articles that can be read in bài") as caught:
        _build(tmp_path, [], corpus="bài")
    assert caught.value.exit_code == 2 and "--corpus" in caught.value.mend
    assert open_index(tmp_path, FakeEmbedder()).articles == {"a": A}


def test_two_articles_with_one_id_are_an_error(tmp_path):
    with pytest.raises(ValueError, match="2 articles, but 1 different ids"):
        _build(tmp_path, [A, replace(B, id="a")])


def test_an_article_without_text_makes_no_chunk_but_is_there(tmp_path):
    assert _counts(_build(tmp_path, [article("a", "")])) == ("v000001", True, 1, 0, 0, 0)
    assert list(open_index(tmp_path, FakeEmbedder()).articles) == ["a"]
    assert _counts(_build(tmp_path, [article("a", ""), B])) == ("v000002", True, 2, 1, 1, 0)


def test_the_progress_bar_counts_what_is_embedded_alone(tmp_path, monkeypatch):
    bars, seen = [], []

    class Bar(tqdm):
        def __init__(self, *arguments, **how):
            super().__init__(*arguments, **how)
            bars.append(self)

    class Watched(FakeEmbedder):
        def embed_documents(self, texts):
            seen.append((bars[-1].n, bars[-1].total, len(texts)))
            return super().embed_documents(texts)

    monkeypatch.setattr(index.builder, "tqdm", Bar)
    articles = [article(f"a{number:03}", f"Mèo {number}.") for number in range(300)]
    build_index(articles[:200], tmp_path, Watched())
    assert seen == [(0, 200, 128), (128, 200, 72)]
    assert (bars[0].n, bars[0].total) == (200, 200)
    build_index(articles, tmp_path, Watched())  # 100 are left, 56 of them in the second batch of 128
    assert seen[2:] == [(0, 100, 56), (56, 100, 44)]
    assert (bars[1].n, bars[1].total) == (100, 100)


# --- python -m index.build


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(index.build, "embedder_for", lambda model, state: FakeEmbedder())
    (tmp_path / "bài").mkdir()
    (tmp_path / "bài" / "a.md").write_text("---\ntitle: Mèo\n---\nMèo ở Ba Bể kêu meo meo cả đêm.\n", encoding="utf-8")
    (tmp_path / "bài" / "trống.md").write_text("", encoding="utf-8")
    return tmp_path / "bài"


def _main(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["index.build", "--corpus", "bài", "--index", "chỉ mục", *arguments])
    return index.build.main()


def test_json_to_standard_output_is_json_alone(corpus, monkeypatch, capsys):
    assert _main(monkeypatch, "--json", "-") == 0
    told = capsys.readouterr()
    report = json.loads(told.out)
    assert report.pop("seconds") >= 0
    (aside,) = report.pop("set_aside")
    assert aside["path"] == "trống.md" and aside["reason"]
    assert f"set aside: trống.md: {aside['reason']}\n" in told.err
    assert report == {"version": "v000001", "published": True, "articles": 1, "chunks": 1, "embedded": 1} | {
        "removed": 0,
        "reused": 0,
    }
    assert open_index(Path("chỉ mục"), FakeEmbedder()).manifest["corpus"] == str(corpus)


def test_json_to_a_file_and_one_line_to_read(corpus, monkeypatch, capsys):
    _main(monkeypatch)
    assert "v000001 published from bài: 1 articles, 1 chunks; 1 embedded, 1 set aside; " in capsys.readouterr().out
    assert _main(monkeypatch, "--json", "report.json") == 0
    assert "v000001 unchanged from bài: 1 articles, 1 chunks; 1 set aside; " in capsys.readouterr().out
    assert json.loads(Path("report.json").read_text(encoding="utf-8"))["published"] is False


def test_the_line_tells_what_there_was_to_do_alone(corpus, monkeypatch, capsys):
    (corpus / "trống.md").unlink()
    _main(monkeypatch)
    assert re.search(r"1 chunks; 1 embedded; [0-9.]+ s\n$", capsys.readouterr().out)
    _main(monkeypatch)
    assert re.search(r"1 chunks; [0-9.]+ s\n$", capsys.readouterr().out)
    (corpus / "a.md").rename(corpus / "b.md")
    _main(monkeypatch)
    assert re.search(r"1 chunks; 1 reused, 1 removed; [0-9.]+ s\n$", capsys.readouterr().out)


def test_full_and_purge_are_passed_on(corpus, monkeypatch, capsys):
    _main(monkeypatch)
    _main(monkeypatch, "--full", "--purge", "--json", "-")
    assert '"embedded": 1' in capsys.readouterr().out
    assert [path.name for path in Path("chỉ mục").glob("v*")] == ["v000002"]


def test_a_report_that_cannot_be_written_is_told(corpus, monkeypatch):
    with pytest.raises(HoiBaoError, match="v000001 is built, but the report cannot be written to nowhere/report"):
        _main(monkeypatch, "--json", "nowhere/report.json")


def test_a_missing_corpus_exits_with_two_before_any_model_is_loaded(tmp_path):
    command = [sys.executable, "-m", "index.build", "--corpus", str(tmp_path / "nowhere"), "--index", str(tmp_path / "index")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: no corpus folder at ") and done.stderr.count("\n") == 1
    assert not (tmp_path / "index").exists()


def test_the_model_is_written_down_whole(tmp_path):
    _build(tmp_path, [A])
    assert open_index(tmp_path, FakeEmbedder()).manifest["model"] == asdict(FakeEmbedder().card)


def test_a_build_without_a_folder_refreshes_the_one_of_last_time(corpus, monkeypatch, capsys):
    _main(monkeypatch)
    monkeypatch.delenv("HOIBAO_CORPUS", raising=False)
    monkeypatch.setattr(sys, "argv", ["index.build", "--index", "chỉ mục"])
    assert index.build.main() == 0  # to replace the site's index by the sample articles would lose it
    assert f"unchanged from {corpus.resolve()}: 1 articles" in capsys.readouterr().out


@pytest.mark.parametrize("damage", ["manifest.json", "CURRENT", None])
def test_the_folder_of_last_time_is_not_replaced_by_the_samples(corpus, monkeypatch, capsys, damage):
    """Neither when it is away, a share that is not mounted, nor when the index is damaged."""
    _main(monkeypatch)
    (corpus / "thêm.md").write_text("Chó sủa cả đêm ở bản Pá Hu.", encoding="utf-8")
    _main(monkeypatch)
    monkeypatch.delenv("HOIBAO_CORPUS", raising=False)
    monkeypatch.setattr(sys, "argv", ["index.build", "--full", "--index", "chỉ mục"])
    if damage is None:
        corpus.rename(corpus.with_name("đi đâu"))
        with pytest.raises(HoiBaoError, match="no corpus folder"):
            index.build.main()
        return
    (Path("chỉ mục") / ("CURRENT" if damage == "CURRENT" else "v000002/manifest.json")).unlink()
    assert index.build.main() == 0
    assert f"published from {corpus.resolve()}: 2 articles" in capsys.readouterr().out


def test_versions_that_say_nothing_of_their_folder_are_not_replaced_by_the_samples(corpus, monkeypatch):
    _main(monkeypatch)
    (Path("chỉ mục") / "v000001" / "manifest.json").write_text("{", encoding="utf-8")
    monkeypatch.delenv("HOIBAO_CORPUS", raising=False)
    monkeypatch.setattr(sys, "argv", ["index.build", "--index", "chỉ mục"])
    with pytest.raises(HoiBaoError, match="says which articles"):
        index.build.main()


def test_a_folder_that_is_set_wins_over_the_one_of_last_time(corpus, monkeypatch, capsys, tmp_path):
    _main(monkeypatch)
    (tmp_path / "khác").mkdir()
    (tmp_path / "khác" / "b.md").write_text("Chó sủa cả đêm ở bản Pá Hu.", encoding="utf-8")
    monkeypatch.setenv("HOIBAO_CORPUS", "khác")
    monkeypatch.setattr(sys, "argv", ["index.build", "--index", "chỉ mục"])
    assert index.build.main() == 0
    assert "published from khác: 1 articles" in capsys.readouterr().out
