"""The pages on which an administrator brings the index up to date: the form, the progress, the outcome."""

from html import escape

from web.admin.reindexing import STAGES, Job, Outcome
from web.pages.corpus_figures import left_out
from web.pages.frame import PageFrame
from web.words import number, seconds

HERE = "kho/cap-nhat"
_WORDS = {
    "read": "Đọc các tệp bài báo",
    "compare": "So với bản đang dùng",
    "embed": "Lập chỉ mục các đoạn mới",
    "write": "Ghi bản chỉ mục mới",
    "swap": "Chuyển trang sang bản mới",
}
_REACHED = {"read": (0, 10), "compare": (10, 20), "embed": (20, 90), "write": (90, 98), "swap": (98, 100)}  # percent
_BACK = '<p class="hb-back"><a href="kho">← Về kho bài</a></p><h1>Cập nhật kho bài</h1>'


def form_page(frame: PageFrame, problem: str = "") -> str:
    """Asks for the secret; `problem` says why the last try did not start a build."""
    told = f'<p class="hb-problem" role="alert">{escape(problem)}</p>' if problem else ""
    return _page(
        frame,
        f"{_BACK}<p>Đọc lại thư mục bài báo và đưa bài mới, bài sửa, bài đã xóa vào chỉ mục. Trong lúc đó trang vẫn trả lời "
        f"bằng bản đang dùng; xong thì tự chuyển sang bản mới.</p>{told}"
        f'<form class="hb-admin" method="post" action="{HERE}"><p><label for="secret">Mã quản trị</label>'
        '<input id="secret" name="secret" type="password" required autocomplete="current-password" maxlength="200"></p>'
        "<p><button>Cập nhật ngay</button></p></form>",
    )


def job_page(frame: PageFrame, job: Job) -> str:
    """Where a build has got to, or how it ended; web/static/reindex.js fetches it anew while the build is under way."""
    if job.outcome is not None:
        body = _ended(job.outcome)
    elif job.problem:
        body = f'<p class="hb-problem" role="alert"><strong>Chưa cập nhật được.</strong> {escape(job.problem)}</p>{_AGAIN}'
    else:
        body = _progress(job)
    script = f'<script type="module" src="site/reindex.js?v={frame.version}"></script>' if job.running else ""
    running = " data-running" if job.running else ""
    return _page(frame, f'{_BACK}<div id="tien-do"{running}>{body}</div>{script}')


_AGAIN = f'<p><a href="{HERE}">Cập nhật lần nữa</a> · <a href="kho">Xem kho bài</a></p>'


def _page(frame: PageFrame, body: str) -> str:
    return frame.page("Cập nhật kho bài – Hỏi Báo", f'<main class="hb-corpus">{body}</main>', "corpus", "admin")


def _progress(job: Job) -> str:
    low, high = _REACHED[job.stage]
    reached = low + (high - low) * job.done // job.total if job.total else low
    count = f" ({number(job.done)}/{number(job.total)} đoạn)" if job.total else ""
    step = f"Bước {STAGES.index(job.stage) + 1}/{len(STAGES)}: {_WORDS[job.stage]}{count}"
    return (
        f'<p id="buoc" role="status">{step}</p>'
        f'<progress aria-labelledby="buoc" max="100" value="{reached}">{reached} %</progress>'
        '<noscript><p><a href="">Xem lại tiến độ</a></p></noscript>'
    )


def _ended(outcome: Outcome) -> str:
    counts = [("Bài mới", outcome.added), ("Bài có thay đổi", outcome.changed), ("Bài đã bỏ", outcome.removed)]
    rows = "".join(f'<tr><th scope="row">{name}</th><td>{number(count)}</td></tr>' for name, count in counts)
    told = "Kho bài đã được cập nhật." if outcome.published else "Kho bài không có gì thay đổi."
    return (
        f'<p role="status"><strong>{told}</strong> Trang đang dùng bản {escape(outcome.version)} với '
        f"{number(outcome.articles)} bài, lập trong {seconds(1000 * outcome.seconds)}.</p>"
        f"<table>{rows}</table>{left_out(outcome.set_aside)}{_AGAIN}"
    )
