"""The part of the corpus that a page's address names, `?source=` or `?folder=`: so is a widget bound to one source.

It narrows what the site itself is bound to and never widens it. The reader can change the address: what must stay closed is a
setting of the site (HOIBAO_ONLY_SOURCES, HOIBAO_ONLY_FOLDERS).
"""

from collections import OrderedDict
from threading import Lock

import gradio as gr

from rag.bound import Bound
from web.bound import bounded
from web.chat.conversation import Conversation
from web.pool import WorkerPool
from web.service import Answerer

LONGEST_NAME = 200  # characters
MOST_PARTS = 100


class Conversations:
    """One `Conversation` for each part that pages name, the whole corpus among them; safe between threads."""

    def __init__(self, service: Answerer, pool: WorkerPool) -> None:
        self._service = service
        self._pool = pool
        self.whole = Conversation(service, pool)
        self._parts: OrderedDict[Bound, Conversation] = OrderedDict()
        self._lock = Lock()

    def of(self, request: gr.Request) -> Conversation:
        """That of the page which sent this; gradio hands on the address of the page with each event."""
        source, folder = (request.query_params.get(key, "")[:LONGEST_NAME].strip() for key in ("source", "folder"))
        bound = Bound((source,) if source else (), (folder,) if folder else ())
        if bound == Bound():
            return self.whole
        with self._lock:
            talk = self._parts.pop(bound, None) or Conversation(bounded(self._service, bound), self._pool)
            self._parts[bound] = talk
            if len(self._parts) > MOST_PARTS:
                self._parts.popitem(last=False)
        return talk
