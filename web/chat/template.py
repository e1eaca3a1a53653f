"""gradio's page made ours: Vietnamese, self-contained, its inline scripts allowed by nonce.

Its template cannot be replaced, so the served HTML is rewritten on the way out. What a later gradio words differently
stays as it was; tests/test_web_page.py looks at the result in a browser.
"""

import re
from html import escape

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.chat.thumbs import complaint_forms
from web.guard.security import route_path
from web.pages.frame import PageFrame

TITLE = "Hỏi Báo"
PURPOSE = "Hỏi bằng tiếng Việt, nhận câu trả lời trích từ các bài báo trong kho, kèm nguồn đến từng câu."
_ABOUT_GRADIO = re.compile(r'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*>|\s*<link rel="manifest"[^>]*>')
_RESIZER = re.compile(r"<script>(?:(?!</script>).)*?iframeResizer\.contentWindow.*?</script>", re.S)
_TO_PARENT = re.compile(
    r'window\.parent\?\.postMessage\(\s*\{ type: "SET_SCROLLING".*?\);', re.S
)  # to any site that frames the page
_SCRIPT = re.compile(r"<script\b(?![^>]*\bnonce=)")
_BASE = re.compile(r"<base\b[^>]*>")
_BODY = re.compile(r"<body\b[^>]*>")
# gradio learns its own address from request headers, which a proxy may not pass on; the browser knows it for certain.
_ROOT = 'window.gradio_config.root = new URL(".", document.baseURI).href.replace(/\\/$/, "");'
_HEADER = (
    f'<header class="hb-top"><a class="hb-brand" href="./"><h1>{TITLE}</h1></a><p>{PURPOSE}</p>'
    '<nav class="hb-nav" aria-label="Các trang"><a href="kho">Xem kho bài</a></nav></header>'
    '<p id="hb-offline" role="alert" hidden>Mất kết nối với máy chủ. Trang sẽ tự mở lại khi nối được.</p>'
    '<p id="hb-said" role="status"></p>'
    '<p id="hb-loading">Đang mở trang…</p>'
    '<noscript><p class="hb-noscript">Trang hỏi đáp cần JavaScript; bạn hãy bật JavaScript rồi tải lại trang.</p></noscript>'
) + complaint_forms()
_THEMES = ("light", "dark")
_LEFT_OUT = {"view", "deep_link"}  # English pages of gradio's own


class ChatPage:
    """ASGI middleware for `/` alone; everything else passes untouched."""

    def __init__(self, app: ASGIApp, frame: PageFrame) -> None:
        self.app = app
        self.frame = frame

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rewrite the page while it is sent."""
        if scope["type"] != "http" or route_path(scope) != "/":
            await self.app(scope, receive, send)
            return
        query = QueryParams(scope["query_string"])
        if _LEFT_OUT & set(query):
            await RedirectResponse(self.frame.base, 303)(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name not in {b"accept-encoding", b"range"}]
        await self.app({**scope, "headers": headers}, receive, self._rewriting(send, scope["state"]["nonce"], query))

    def _rewriting(self, send: Send, nonce: str, query: QueryParams) -> Send:
        start: Message = {}
        body = bytearray()

        async def rewrite(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            headers = MutableHeaders(raw=start["headers"])
            if start["status"] == 200 and "text/html" in Headers(raw=start["headers"]).get("content-type", "") and body:
                theme, embed = query.get("__theme", ""), query.get("embed") == "1"
                changed = rewrite_page(body.decode(), self.frame, nonce, theme, embed=embed).encode()
                headers["content-length"] = str(len(changed))
                headers["cache-control"] = "no-store"
            else:
                changed = bytes(body)
            await send(start)
            await send({"type": "http.response.body", "body": changed})

        return rewrite


def rewrite_page(page: str, frame: PageFrame, nonce: str, theme: str = "", *, embed: bool = False) -> str:
    """The page as we serve it; `embed` for a frame in another page, where it takes no focus and has no head."""
    for unwanted in (_ABOUT_GRADIO, _RESIZER, _TO_PARENT):
        page = unwanted.sub("", page)
    chosen = f' data-theme="{theme}"' if theme in _THEMES else ""
    if embed:
        chosen += " data-embed"
        page = page.replace('"autofocus":true', '"autofocus":false')
    page = page.replace('lang="en"', f'lang="vi"{chosen}', 1)
    page = _BASE.sub(lambda _: f'<base href="{escape(frame.base)}">', page, count=1)
    version, framed = frame.version, ("embed",) if embed else ()
    head = (
        f"<title>{TITLE}</title>"
        f'<meta name="description" content="{PURPOSE}"><meta name="color-scheme" content="light dark">'
        f'<link rel="icon" href="site/favicon.svg?v={version}" type="image/svg+xml">'
        + "".join(
            f'<link rel="stylesheet" href="site/{name}.css?v={version}">'
            for name in ("base", "chat", "turns", "actions", "thumbs", "export", *framed)
        )
        + "".join(f'<script src="site/{name}.js?v={version}"></script>' for name in ("frames", "stream"))
        + "".join(f'<script type="module" src="site/{name}.js?v={version}"></script>' for name in ("chat", *framed))
        + "</head>"
    )
    page = page.replace("<script data-gradio-mode>", f"<script>{_ROOT}</script><script data-gradio-mode>", 1)
    page = page.replace("</head>", head, 1)
    page = _BODY.sub(lambda found: found.group() + _HEADER, page, count=1)
    return _SCRIPT.sub(f'<script nonce="{nonce}"', page)
