"""How soon the chat page can be used and an answer stands there, in Debian's chromium; and pictures of every state.

    python benchmarks/page.py [--screens FOLDER] [--questions N]

Starts app.py over the sample corpus on a free port with an index of its own. Usable: from the navigation until the question
box takes text, the cache warm, median of 5 visits at each width. Answered: from Enter until the last mark of work is gone,
over N questions of the development split at each width, after two to warm up, the server having had a minute and a half to make
vectors of sentences (`rag/ahead.py`), each question typed some seconds after the answer before. Writes
benchmarks/results/page.json, or with --screens only pictures: every state at 1280 and 390 px, light and dark, and the chat
inside another site's page.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browsing import free_port, launched, listening, settled  # noqa: E402

from eval.environment import describe_machine  # noqa: E402
from eval.sets.questions import load_questions  # noqa: E402

RESULT = ROOT / "benchmarks" / "results" / "page.json"
SIZES = ((1280, 860), (390, 844))
BOX = "#question textarea"
STARTS_WITHIN = 180.0  # seconds
ALONE = 90.0  # seconds that the server is left alone before it is asked
TYPING = 2.0  # seconds between an answer and the next question: less than anyone takes to write one
TIMEOUT = 120_000  # milliseconds; the pictures may be taken beside other work
# The clock runs in the page, from the key to the first frame that shows an answer. Whoever looks at every frame, as playwright
# does when it waits for an element, has the browser draw sixty times a second on the cores that answer.
CLOCK = """() => document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const before = document.querySelectorAll(".hb-turn").length;
  const began = performance.now();
  window.taken = new Promise((tell) => {
    const seen = new MutationObserver(() => {
      const turns = document.querySelectorAll(".hb-turn");
      if (turns.length <= before || !turns[turns.length - 1].querySelector(".hb-answer, .hb-failed")) return;
      seen.disconnect();
      requestAnimationFrame(() => tell(performance.now() - began));
    });
    seen.observe(document.getElementById("conversation"), { childList: true, subtree: true });
  });
}, true)"""


@contextmanager
def running(host_port: int) -> Iterator[str]:
    """The address of app.py over the sample corpus; pages of localhost:host_port may embed it."""
    port = free_port()
    with tempfile.TemporaryDirectory() as index:
        known = {
            "HOIBAO_INDEX": index,
            "HOIBAO_PORT": str(port),
            "HOIBAO_QUESTIONS_PER_MINUTE": "0",
            "HOIBAO_ADMIN_SECRET": "chi-de-chup-hinh",
            "HOIBAO_FRAME_ANCESTORS": f"http://localhost:{host_port}",
        }
        server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env={**os.environ, **known})
        try:
            _await(port, server)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait()


def _await(port: int, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("app.py does not answer")


@contextmanager
def hosting(port: int, site: str) -> Iterator[str]:
    """Another site, whose page holds the chat."""
    text = (
        '<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<title>Cổng nội bộ</title><body style="font:16px sans-serif;margin:2rem;max-width:50rem">'
        "<h1>Cổng thông tin nội bộ</h1><p>Lịch công tác tuần, văn bản mới, danh bạ.</p>"
        f'<script src="{site}widget.js"></script></body></html>'
    )

    page = Starlette(routes=[Route("/", lambda _: HTMLResponse(text))])
    with listening(page, port):
        yield f"http://localhost:{port}/"


def usable(page: Any, site: str) -> float:
    """Milliseconds from the navigation until the question box takes text."""
    begun = time.perf_counter()
    page.goto(site, wait_until="commit")
    page.locator(f"{BOX}:enabled").wait_for()
    return 1000 * (time.perf_counter() - begun)


def measure(browser: Any, site: str, questions: list[str]) -> dict[str, Any]:
    """Medians and the slowest of twenty, for each width."""
    found: dict[str, Any] = {}
    for width, height in SIZES:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
        page = context.new_page()
        page.set_default_timeout(TIMEOUT)
        usable(page, site)  # fills the cache
        opened = [usable(page, site) for _ in range(5)]
        settled(page)
        page.evaluate(CLOCK)
        times: list[float] = []
        for number, question in enumerate(questions):
            time.sleep(TYPING)
            page.locator(BOX).fill(question)
            page.locator(BOX).press("Enter")
            taken = float(page.evaluate("window.taken"))
            page.locator("#send:enabled").wait_for()
            if number >= 2:
                times.append(taken)
        context.close()
        found[str(width)] = {
            "usable_ms": [round(one) for one in opened],
            "usable_median_ms": round(statistics.median(opened)),
            "answered_median_ms": round(statistics.median(times)),
            "answered_p95_ms": round(statistics.quantiles(times, n=20)[-1]),
            "answered_ms": [round(one) for one in times],
        }
    return found


def ask(page: Any, question: str) -> None:
    """Ask and wait for what comes."""
    before = page.locator(".hb-turn").count()
    page.locator(BOX).fill(question)
    page.locator(BOX).press("Enter")
    page.locator(".hb-turn").nth(before).locator(".hb-answer, .hb-failed").wait_for()
    page.locator("#send:enabled").wait_for()
    time.sleep(1.0)


def picture(browser: Any, site: str, host: str, folder: Path) -> None:
    """Every state in every size and scheme."""
    for width, height in SIZES:
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, locale="vi-VN")
            page = context.new_page()
            page.set_default_timeout(TIMEOUT)
            _states(page, site, folder, f"{width}-{scheme}")
            context.close()
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, locale="vi-VN")
            page = context.new_page()
            page.set_default_timeout(TIMEOUT)
            page.goto(host)
            page.locator("button").first.click()
            chat = page.frame_locator("iframe")
            ask(chat, "Huyện Ba Bể có bao nhiêu đảng viên?")
            page.screenshot(path=folder / f"embed-{width}-{scheme}.png")
            context.close()


def _states(page: Any, site: str, folder: Path, end: str) -> None:
    def take(name: str) -> None:
        page.screenshot(path=folder / f"{name}-{end}.png")

    page.goto(site)
    page.locator(BOX).wait_for()
    settled(page)
    take("empty")
    page.locator(BOX).fill("Huyện Ba Bể có bao nhiêu đảng viên?")
    page.locator(BOX).press("Enter")
    page.locator(".hb-status").wait_for()
    take("answering")
    page.locator(".hb-answer").wait_for()
    time.sleep(4)
    take("answered")
    ask(page, "Còn huyện Ba Chẽ?")
    take("followed")
    ask(page, "Giá vàng hôm nay bao nhiêu?")
    take("refused")
    ask(page, "a" * 2_100)
    take("failed")
    for name, path in (("reader", "bai/ba-be"), ("corpus", "kho"), ("update", "kho/cap-nhat")):
        page.goto(site + path)
        time.sleep(0.5)
        take(name)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--screens", type=Path)
    parser.add_argument("--questions", type=int, default=40)
    given = parser.parse_args()
    asked = [one.question for one in load_questions(ROOT / "eval" / "questions.jsonl") if one.split == "dev" and not one.history]
    host_port = free_port()
    with running(host_port) as site, hosting(host_port, site) as host, launched() as browser:
        if given.screens:
            given.screens.mkdir(parents=True, exist_ok=True)
            picture(browser, site, host, given.screens)
            return
        time.sleep(ALONE)
        found = measure(browser, site, asked[: given.questions + 2])
    text = json.dumps({"machine": describe_machine(), "asked": given.questions, **found}, ensure_ascii=False, indent=1)
    RESULT.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
