"""What an answer consists of where a person reads it: on the page, in a copy and in a file alike."""

import re

from corpus import match_key
from rag.answer import Answer, Citation
from web.words import confidence, origin, seconds, vietnamese_date

MARKER = re.compile(r"\s*\[(\d{1,3})\]")  # a citation within an answer
EXTRACTED = "Câu trả lời được máy trích từ các bài báo trong kho."
WRITTEN = "Câu trả lời do máy soạn từ các bài báo trong kho."


def label(answer: Answer) -> str:
    """Who put the answer into these words."""
    return WRITTEN if answer.mode == "llm" else EXTRACTED


def short_and_lines(answer: Answer) -> tuple[str, list[str]]:
    """The short answer, with its citation where the text has it so, or ""; and the lines of the text behind it."""
    lines = [line for line in answer.answer.split("\n") if line.strip()]
    short = answer.short_answer if answer.answered else None
    if not short:
        return "", lines
    return (lines[0], lines[1:]) if lines and _is_short(lines[0], short) else (short, lines)


def _is_short(line: str, short: str) -> bool:
    """Whether a line of the answer is the short answer itself, with its citation."""
    return match_key(MARKER.sub("", line)).strip(" .") == match_key(short).strip(" .")


def source_facts(citation: Citation) -> list[str]:
    """Where the article comes from: source, day, and what it was rewritten from."""
    told = origin(citation.based_on)
    day = vietnamese_date(citation.published) if citation.published or not told else None
    return [fact for fact in (citation.source, day, told) if fact]


def measure(answer: Answer) -> str:
    """How sure the answer is and how long it took."""
    words = confidence(answer.confidence)
    total = answer.timings_ms.get("total")
    took = f" · trả lời trong {seconds(total)}" if total is not None else ""
    return f"{words[0].upper()}{words[1:]}{took}"
