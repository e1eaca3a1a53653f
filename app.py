"""Hỏi Báo in one command, `python app.py`: settings -> index -> answerer -> web app -> serve.

What has to be mended first (a busy port, an empty corpus, a damaged index, a missing model) is told in one line, exit code 2.
"""

import os
import socket
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import uvicorn

from corpus import HoiBaoError, load_corpus, run_command
from settings import Settings, load_settings, stay_quiet

if TYPE_CHECKING:
    from index import BuildReport, Told
    from rag import LiveAnswerer
    from web import Rebuild

_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}


class _Server(uvicorn.Server):
    """Says where it is as soon as it answers, and lets the open pages go when it is told to stop."""

    address = ""
    leave: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(f"Hỏi Báo: {self.address}\n")
            sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.leave()
        await super().shutdown(sockets)


def main() -> int:
    """Serve until interrupted."""
    if sys.argv[1:]:
        raise HoiBaoError(
            f"app.py takes no options, found {' '.join(sys.argv[1:])}",
            mend="set HOIBAO_PORT and the like, see docs/settings.md",
            vietnamese="app.py không nhận tham số dòng lệnh.",
        )
    settings = load_settings()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    listener = _listen(settings.host, settings.port)
    stay_quiet(settings)
    try:
        service, rebuild = _open(settings)
    except HoiBaoError as error:
        raise HoiBaoError(error.message, mend=error.mend, vietnamese=error.vietnamese, exit_code=2) from error
    from web import bound_of, create_app, limits_of

    app = create_app(
        service,
        root_path=settings.root_path,
        frame_ancestors=settings.frame_ancestors,
        feedback=settings.feedback_file,
        limits=limits_of(settings),
        bound=bound_of(settings),
        rebuild=rebuild,
        admin_secret=settings.admin_secret.get_secret_value(),
    )
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=3
    )
    server = _Server(config)
    server.leave = app.leaving.set
    # Of its own thread: the server's are for those who ask.
    stopped = threading.Event()
    ahead = threading.Thread(target=service.embed_ahead, args=(stopped,), daemon=True)
    ahead.start()
    host = _ANY_ADDRESS.get(settings.host, f"[{settings.host}]" if ":" in settings.host else settings.host)
    prefix = settings.root_path.strip("/")
    server.address = f"http://{host}:{settings.port}" + (f"/{prefix}/" if prefix else "")
    try:
        server.run(sockets=[listener])
    finally:
        stopped.set()
        ahead.join(timeout=3)
    return 0


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything slow is loaded, so that a busy one is told at once."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()  # a second server would otherwise get as far as this one, and fail only after loading
    except OSError as error:
        raise HoiBaoError(
            f"cannot listen on {host}:{port} ({error.strerror or error})",
            mend="stop what uses it, or set HOIBAO_PORT (and HOIBAO_HOST) to a free address",
            vietnamese="Không mở được cổng mạng của máy chủ.",
        ) from error
    return listener


def _open(settings: Settings) -> tuple["LiveAnswerer", "Rebuild"]:
    """The answerer over the index, which is built first where there is none, and what brings the index up to date."""
    from index import build_index, corpus_of, corpus_to_index, embedder_for, has_index, refresh_index
    from rag import LiveAnswerer, open_llm, open_reader

    llm = open_llm(settings.llm_model, settings.llm_base_url, settings.llm_api_key.get_secret_value(), settings.llm_passages)
    if llm:
        llm.warm_up()
    is_set, last = "corpus" in settings.model_fields_set, corpus_of(settings.index)
    # A folder that is set and is not the one indexed: whoever set it does not mean to go on with the old one.
    moved = is_set and last is not None and last.resolve() != settings.corpus.resolve()
    fresh = moved or not has_index(settings.index)
    folder = corpus_to_index(settings.index, settings.corpus, is_set) if fresh else None
    found = load_corpus(folder, settings.columns) if folder else None
    embedder = embedder_for(settings.embedding_model, settings.state)
    if found is not None:
        sys.stderr.write(f"Building the index from {folder} (first start with it)\n")
        for item in found.set_aside:
            sys.stderr.write(f"set aside: {item.path}: {item.reason}\n")
        build_index(
            found.articles,
            settings.index,
            embedder,
            set_aside=found.set_aside,
            drafts=found.drafts,
            corpus=str(folder),
        )

    def rebuild(told: "Told") -> "BuildReport":
        articles = corpus_to_index(settings.index, settings.corpus, is_set)
        return refresh_index(settings.index, articles, embedder, columns=settings.columns, told=told)

    return LiveAnswerer(settings.index, embedder.load(), open_reader(embedder, settings.state), llm), rebuild


if __name__ == "__main__":
    run_command(main)
