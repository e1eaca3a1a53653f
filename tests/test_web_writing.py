"""What the page shows while a language model writes."""

from test_web_fake import FakeAnswerer

from web.chat.conversation import Conversation
from web.pool import WorkerPool


async def test_checked_sentences_are_shown_as_they_come_escaped_and_without_links():
    pool = WorkerPool()
    states = [turns[-1].html async for turns in Conversation(FakeAnswerer(), pool).ask("Hãy viết về Ba Bể", [])]
    pool.close()
    writing = [html for html in states if "hb-status" in html and "alert(1)" in html]
    assert len(writing) == 1
    assert "&lt;script&gt;alert(2)" in writing[0]
    assert "<script" not in writing[0]
    assert "<a " not in writing[0]
    assert "Đang soạn câu trả lời…" in writing[0]
    assert "hb-status" not in states[-1]
