"""The only place that knows HTTP and gradio: chat page, REST API, article reader."""

from web.admin.reindexing import Rebuild
from web.limits import Limits, bound_of, limits_of
from web.server import create_app
from web.service import Answerer

__all__ = ["Answerer", "Limits", "Rebuild", "bound_of", "create_app", "limits_of"]
