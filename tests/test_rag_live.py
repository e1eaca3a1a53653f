"""A running server moves to a new index version by itself, and never to a damaged one."""

import gc
import logging
import shutil
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from fakes import FakeEmbedder
from test_rag_fakes import ARTICLES, HAI_VAN, NAM_HUA, SON_HA, E5Like, FakeReader

from corpus import HoiBaoError, SetAside
from index import build_index
from rag import Filters, LiveAnswerer
from rag import live as live_module


def publish(folder, articles, **options):
    return build_index(list(articles), folder, E5Like(), progress=False, **options).version


@pytest.fixture
def live(tmp_path):
    publish(tmp_path, [SON_HA])
    return LiveAnswerer(tmp_path, E5Like(), FakeReader())


def test_it_serves_what_is_there(live):
    assert live.index_version == "v000001"
    assert [article.id for article in live.articles()] == ["son-ha"]
    assert live.article("son-ha") == SON_HA
    assert live.article("nam-hua") is None
    assert live.describe()["articles"] == 1
    answer = live.ask("Huyện Sơn Hạ có bao nhiêu chi bộ?")
    assert (answer.index_version, answer.retrieved) == ("v000001", ("son-ha",))


def test_the_copies_of_an_article(live, tmp_path):
    assert live.copies("son-ha") == live.copies("nope") == []
    publish(tmp_path, [SON_HA, NAM_HUA, replace(SON_HA, id="son-ha-2")])
    assert [article.id for article in live.copies("son-ha")] == ["son-ha-2"]
    assert live.copies("son-ha-2") == [SON_HA]


def test_the_catalogue_of_what_is_served(live, tmp_path):
    aside = SetAside("hỏng.pdf", "Tệp không có chữ.")
    assert live.set_aside() == ()
    publish(tmp_path, ARTICLES, set_aside=[aside])
    assert live.set_aside() == (aside,)
    assert [article.id for article in live.find_articles("chi bộ", Filters())] == ["son-ha"]
    assert live.describe()["built"].startswith("20") and live.describe()["set_aside"] == 1


def test_a_new_version_is_served_without_a_restart(live, tmp_path):
    assert publish(tmp_path, [NAM_HUA, SON_HA]) == "v000002"
    assert live.ask("Huyện Nậm Hua có bao nhiêu đảng viên?").index_version == "v000002"
    assert [article.id for article in live.articles()] == ["nam-hua", "son-ha"]
    publish(tmp_path, [HAI_VAN], purge=True)
    assert live.article("hai-van") == HAI_VAN
    assert live.article("son-ha") is None


def test_a_damaged_version_is_logged_once_and_the_old_one_serves_on(live, tmp_path, caplog):
    publish(tmp_path, ARTICLES)
    file = tmp_path / "v000002" / "articles.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole[:-10])
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert live.ask("Huyện Sơn Hạ có bao nhiêu chi bộ?").index_version == "v000001"
    (said,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert "v000002" in said
    assert "articles.jsonl" in said
    # Repaired under the same name, it is taken up.
    file.write_bytes(whole)
    assert live.index_version == "v000002"
    assert live.article("hai-van") == HAI_VAN


def test_a_version_copied_after_its_pointer_is_taken_up_when_it_is_whole(live, tmp_path):
    publish(tmp_path, ARTICLES)
    (tmp_path / "v000002").rename(tmp_path / "elsewhere")
    assert live.index_version == "v000001"
    (tmp_path / "elsewhere").rename(tmp_path / "v000002")
    assert live.index_version == "v000002"


def test_a_later_version_replaces_a_damaged_one(live, tmp_path):
    publish(tmp_path, ARTICLES)
    (tmp_path / "v000002" / "vectors.npy").unlink()
    assert live.index_version == "v000001"
    publish(tmp_path, [NAM_HUA], full=True)
    assert live.index_version == "v000003"


def test_a_damaged_version_brings_up_the_one_before_it_not_what_was_loaded_long_ago(live, tmp_path):
    publish(tmp_path, [NAM_HUA])  # takes Sơn Hạ down; nobody asks meanwhile
    publish(tmp_path, [NAM_HUA, HAI_VAN])
    (tmp_path / "v000003" / "vectors.npy").unlink()
    assert live.index_version == "v000002"
    assert live.article("son-ha") is None


@pytest.mark.parametrize("pointer", [b"", b"\n", b"..\n", b"../..\n", b"v999999\n", b"\xff\xfe\x00", None])
def test_a_senseless_pointer_changes_nothing(live, tmp_path, pointer):
    if pointer is None:
        (tmp_path / "CURRENT").unlink()
    else:
        (tmp_path / "CURRENT").write_bytes(pointer)
    assert live.index_version == "v000001"
    assert live.ask("Huyện Sơn Hạ có bao nhiêu chi bộ?").index_version == "v000001"


def test_it_starts_on_the_version_before_a_damaged_one_and_takes_up_the_mended_one(tmp_path, caplog):
    publish(tmp_path, [SON_HA])
    publish(tmp_path, ARTICLES)
    file = tmp_path / "v000002" / "vectors.npy"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    live = LiveAnswerer(tmp_path, E5Like(), FakeReader())
    assert [live.index_version for _ in range(3)] == ["v000001"] * 3
    (said,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert "vectors.npy has" in said and "v000001 is served until then" in said
    file.write_bytes(whole)
    assert live.index_version == "v000002"


def test_an_index_made_anew_under_an_old_name_is_taken_up(live, tmp_path):
    shutil.rmtree(tmp_path / "v000001")
    (tmp_path / "CURRENT").unlink()
    assert live.article("son-ha") == SON_HA
    assert publish(tmp_path, [NAM_HUA]) == "v000001"
    assert [article.id for article in live.articles()] == ["nam-hua"]


def test_the_index_of_another_model_is_not_taken_up(live, tmp_path, caplog):
    build_index(list(ARTICLES), tmp_path, FakeEmbedder(), progress=False)
    assert live.ask("Huyện Sơn Hạ có bao nhiêu chi bộ?").index_version == "v000001"
    assert live.index_version == "v000001"
    (said,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert "v000002 is not used, v000001 serves on: " in said and "made with the model fake (1, 3 dimensions)" in said
    publish(tmp_path, [NAM_HUA])  # the setting is back
    assert live.index_version == "v000003"


def test_what_was_taken_down_is_released(live, tmp_path):
    live.ask("Huyện Sơn Hạ có bao nhiêu chi bộ?")  # fills the sentence vectors, whose keys are texts
    held = [weakref.ref(live._answerer.index), weakref.ref(live._answerer.vectors)]
    publish(tmp_path, [NAM_HUA], purge=True)
    assert live.article("son-ha") is None
    gc.collect()
    assert [reference() for reference in held] == [None, None]


def test_an_unchanged_damaged_version_is_not_read_again(live, tmp_path, monkeypatch):
    publish(tmp_path, ARTICLES)
    (tmp_path / "v000002" / "words.json").write_text("{}", encoding="utf-8")
    opened = []

    def refuse(*arguments, **how):
        opened.append(arguments)
        raise HoiBaoError("damaged", mend="mend it", vietnamese="hỏng")

    monkeypatch.setattr(live_module, "open_answerer", refuse)
    assert [live.index_version for _ in range(4)] == ["v000001"] * 4
    assert len(opened) == 1


def test_asking_goes_on_while_the_new_version_is_opened(live, tmp_path, monkeypatch):
    publish(tmp_path, ARTICLES)
    reached, go_on = threading.Event(), threading.Event()
    really_open = live_module.open_answerer

    def slow(*arguments, **how):
        reached.set()
        assert go_on.wait(20)
        return really_open(*arguments, **how)

    monkeypatch.setattr(live_module, "open_answerer", slow)
    seen = []
    first = threading.Thread(target=lambda: seen.append(live.index_version))
    first.start()
    assert reached.wait(20)
    began = time.perf_counter()
    assert live.index_version == "v000001"  # served at once, from the old one
    assert time.perf_counter() - began < 5
    go_on.set()
    first.join(20)
    assert seen == ["v000002"]
    assert live.index_version == "v000002"


def test_many_ask_while_versions_come_and_go(live, tmp_path):
    stop = threading.Event()

    def keep_asking():
        versions = set()
        while not stop.is_set():
            answer = live.ask("Huyện Sơn Hạ có bao nhiêu chi bộ?")
            assert "son-ha" in answer.retrieved
            versions.add(answer.index_version)
        return versions

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(keep_asking) for _ in range(4)]
        for articles in ([SON_HA, NAM_HUA], ARTICLES, [SON_HA]):
            publish(tmp_path, articles, purge=True)
            time.sleep(0.2)
        stop.set()
        versions = set().union(*(future.result(20) for future in asking))
    assert live.index_version == "v000004"
    assert versions <= {"v000001", "v000002", "v000003", "v000004"}
    assert len(versions) > 1
