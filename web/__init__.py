"""The only place that knows HTTP and gradio: chat page, REST API, article reader."""

from web.server import create_app
from web.service import Answerer

__all__ = ["Answerer", "create_app"]
