"""Which addresses exist and which methods each takes; whatever else the libraries would serve stays shut."""

import re

_PAGE = ("GET", "HEAD")
_OWN = {
    r"/api/(ask(/stream)?|feedback)|/v1/chat/completions": ("POST",),
    r"/api/articles(/[^/]+)?|/v1/models(/[^/]+)?|/kho/cap-nhat/[\w-]+|/metrics|/favicon\.ico": ("GET",),
    r"/kho/cap-nhat": ("GET", "POST"),
    r"/bai/[^/]+|/kho|/site/[\w.-]+|/(healthz|readyz|openapi\.json|widget\.js)": _PAGE,
}
# What gradio's page fetches, and no more: its file proxy, uploads, deep links, monitoring and API pages stay shut.
# The server has decoded the path once; a % that is left would be a second layer of encoding, and none is allowed.
_GRADIO = {
    r"/": _PAGE,
    r"/theme\.css|/assets/[\w-][\w.-]*|/gradio_api/(queue/data|heartbeat/\w+|app_id)": ("GET",),
    r"/gradio_api/(queue/join|cancel|reset)": ("POST",),
}
_TAKES = [(re.compile(path, re.S), methods) for path, methods in _OWN.items()]
_TAKES += [(re.compile(path, re.A), methods) for path, methods in _GRADIO.items()]
STREAMS = re.compile(r"/gradio_api/(queue/data|heartbeat/\w+)", re.A)


def methods_of(path: str) -> tuple[str, ...]:
    """The methods of a path below the site's prefix; empty where there is nothing."""
    return next((methods for form, methods in _TAKES if form.fullmatch(path)), ())
