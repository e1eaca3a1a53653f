"""An answer with its sources as plain text, for the clipboard."""

from rag.answer import Answer, Citation
from web.answer_parts import source_facts
from web.words import web_address


def answer_as_text(question: str, answer: Answer) -> str:
    """Question, answer and numbered sources, a blank line between them."""
    short = answer.short_answer
    said = answer.answer if not short or short in answer.answer else f"{short}\n{answer.answer}"
    sources = "\n".join(["Nguồn:", *(source_line(citation) for citation in answer.citations)])
    return "\n\n".join([question, said, sources]) + "\n"


def source_line(citation: Citation) -> str:
    """[1] Title – source, date, what it was rewritten from: “quote” address"""
    facts = ", ".join(source_facts(citation))
    line = f"[{citation.number}] {citation.title} – {facts}: “{citation.quote}”"
    address = web_address(citation.url)
    return f"{line} {address}" if address else line
