"""A site that its settings bind to one source or folder: on no way in is anything else searched, listed or opened."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError
from test_rag_fakes import HAI_VAN, NAM_HUA, SON_HA, E5Like, FakeReader

from corpus import SetAside
from index import build_index
from rag import LiveAnswerer
from rag.bound import Bound
from settings import Settings
from web import bound_of, create_app
from web.bound import bounded

OUTSIDE = ("Nậm Hua", "nam-hua", "Hải Vân", "hai-van", "Báo Mẫu", "son-ha-2", "dong/")
QUESTION = "Huyện Nậm Hua có bao nhiêu đảng viên?"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    articles = [
        replace(SON_HA, path="tay/son-ha.md"),
        replace(SON_HA, id="son-ha-2", source="Báo Mẫu", path="dong/son-ha.md"),
        replace(NAM_HUA, path="dong/nam-hua.md"),
        replace(HAI_VAN, path="hai-van.md"),
    ]
    aside = [SetAside("tay/hỏng.pdf", "Tệp không có chữ."), SetAside("dong/hỏng.pdf", "Tệp không có chữ.")]
    build_index(articles, folder, E5Like(), progress=False, set_aside=aside)
    return LiveAnswerer(folder, E5Like(), FakeReader())


@pytest.fixture(scope="module", params=[Bound(("Báo Thử",)), Bound(folders=("tay",))], ids=["source", "folder"])
def client(service, request):
    with TestClient(create_app(service, bound=request.param)) as found:
        yield found


@pytest.mark.parametrize("filters", [{}, {"source": ["Báo Mẫu"]}, {"source": ["Báo Thử", "Báo Mẫu"], "place": ["Nậm Hua"]}])
@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream", "/v1/chat/completions"])
def test_no_request_makes_it_wider(client, path, filters):
    body = {"question": QUESTION, "filters": filters}
    if path.startswith("/v1"):
        said = [{"role": "user", "content": QUESTION}]
        body = {"model": "hoi-bao", "messages": said, "hoibao": {"filters": filters}}
    told = client.post(path, json=body)
    assert told.status_code == 200
    answer = told.text.replace(QUESTION, "").replace("“Nậm Hua”", "")  # what the request itself said
    answer = answer.replace("“Báo Mẫu”", "")
    assert '"answered": false' in answer.replace(":false", ": false")
    assert [name for name in OUTSIDE if name in answer] == []
    assert "Sơn Hạ" in answer or filters  # the nearest article


@pytest.mark.parametrize(
    "path",
    [
        "/api/articles", "/api/articles?q=bao", "/api/articles?source=Báo Mẫu", "/api/articles?source=Báo Thử", "/kho",
        "/kho?q=chi bộ", "/kho?page=2", "/bai/son-ha", "/api/articles/son-ha", "/readyz", "/metrics", "/", "/?source=x",
    ],
)  # fmt: skip
def test_nothing_else_is_listed(client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert [name for name in OUTSIDE if name in page.text] == []


@pytest.mark.parametrize("key", ["nam-hua", "hai-van", "son-ha-2"])
def test_nothing_else_is_opened(client, key):
    assert client.get(f"/bai/{key}").status_code == 404
    assert client.get(f"/api/articles/{key}").json()["type"] == "urn:hoibao:unknown-article"


def test_what_is_within_is_there(client):
    assert [one["id"] for one in client.get("/api/articles").json()] == ["son-ha"]
    assert client.post("/api/ask", json={"question": "Huyện Sơn Hạ có bao nhiêu đảng viên?"}).json()["answered"]
    assert client.get("/readyz").json()["articles"] == 1


@pytest.mark.parametrize("path", ["/", "/?source=Báo Thử", "/?folder=tay"])
def test_what_all_pages_begin_with_tells_nothing_of_the_articles(service, path):
    assert any("Nậm Hua" in question for question in service.example_questions())
    with TestClient(create_app(service)) as client:
        page = client.get(path)
    assert page.status_code == 200 and "Câu hỏi" in page.text
    assert [name for name in (*OUTSIDE, "Sơn Hạ") if name in page.text] == []


def test_files_set_aside_are_told_by_folder_alone(service):
    told = [bounded(service, bound).set_aside() for bound in (Bound(folders=("tay",)), Bound(("Báo Thử",)), Bound())]
    assert [[one.path for one in found] for found in told] == [["tay/hỏng.pdf"], [], ["tay/hỏng.pdf", "dong/hỏng.pdf"]]


def test_without_the_setting_everything_is_there(service):
    with TestClient(create_app(service)) as client:
        assert len(client.get("/api/articles").json()) == 4


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ({}, Bound()),
        ({"ONLY_SOURCES": "Báo Thử; Báo, Đài Mẫu ;"}, Bound(("Báo Thử", "Báo, Đài Mẫu"))),
        ({"ONLY_FOLDERS": "xa/son-ha;dong"}, Bound(folders=("xa/son-ha", "dong"))),
        ({"ONLY_SOURCES": " ; "}, None),  # meant to bind, and must not open everything
        ({"ONLY_SOURCES": "Báo Thử; -"}, None),
        ({"ONLY_FOLDERS": "."}, None),
        ({"ONLY_FOLDERS": "../x"}, None),
    ],
)
def test_settings(monkeypatch, tmp_path, named, found):
    monkeypatch.chdir(tmp_path)
    for name, value in named.items():
        monkeypatch.setenv(f"HOIBAO_{name}", value)
    if found is None:
        with pytest.raises(ValidationError):
            Settings()
    else:
        assert bound_of(Settings()) == found
