"""Answer -> HTML for the chat. Everything that comes from outside is escaped here; gradio's sanitiser is a second layer.

Each turn is one line of HTML: gradio's Markdown passes a block of HTML through untouched as long as it holds no blank line.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby

from rag.answer import Answer, Citation, Nearest
from web.answer_parts import MARKER, label, measure, short_and_lines, source_facts
from web.api.schemas import MAX_QUESTION
from web.chat.filter_panel import filters_in_words
from web.chat.turn_actions import ask_button, turn_actions
from web.chat.turns import Turn
from web.passages import Context
from web.sentence_link import Cited, fingerprint
from web.words import external_link, reader_path, vietnamese_date

_BLANKS = re.compile(r"\s+")
_NEW_TAB = 'target="_blank" rel="noopener noreferrer"'


def conversation(turns: Sequence[Turn]) -> str:
    """All turns; only the last question can be asked again or mended."""
    return "\n\n".join(_turn(turn, last=turn is turns[-1]) for turn in turns)


def _turn(turn: Turn, *, last: bool) -> str:
    named = filters_in_words(turn.filters)
    limits = f'<p class="hb-limits">Chỉ tìm trong các bài có {_text(named)}.</p>' if named else ""
    return (
        f'<section class="hb-turn" id="luot-{turn.number}"><h2 class="hb-question">'
        f'<span class="hb-hidden">Câu hỏi: </span>{_text(_shown(turn.question))}</h2>{limits}{turn.html}'
        f"{turn_actions(turn, last=last)}</section>"
    )


def _shown(question: str) -> str:
    return question if len(question) <= MAX_QUESTION else question[:200].rstrip() + "…"


def working(sentence: str) -> str:
    """The status line while an answer is being found."""
    return f'<p class="hb-status"><span class="hb-dots"></span>{_text(sentence)}</p>'


def writing(sentences: Iterable[str]) -> str:
    """The checked sentences of an answer that is still being written; their citations become links once it is complete."""
    return "".join(f'<p class="hb-full">{_text(sentence)}</p>' for sentence in sentences)


def suggested(questions: Sequence[str]) -> str:
    """What can be asked next, below the last answer."""
    return _offered("Có thể hỏi tiếp", questions)


def failed(sentence: str) -> str:
    """One sentence in place of an answer."""
    return f'<p class="hb-failed" role="alert">{_text(sentence)}</p>'


def stopped(sentence: str) -> str:
    """One calm sentence in place of an answer that was not wanted any more."""
    return f'<p class="hb-stopped">{_text(sentence)}</p>'


def answered(number: int, answer: Answer, contexts: Mapping[int, Context], offers: Sequence[str] = ()) -> str:
    """The answer with its sources, or the refusal with the nearest articles and `offers`, questions that can be answered."""
    return _found(number, answer, contexts) if answer.answered else _refused(answer, offers)


def _found(number: int, answer: Answer, contexts: Mapping[int, Context]) -> str:
    parts = [f'<div class="hb-answer"><p class="hb-label">{label(answer)}</p>']
    short, lines = short_and_lines(answer)
    if short:
        parts.append(f'<p class="hb-short"><strong>{_cited(number, short, answer.citations)}</strong></p>')
    parts += [_line(number, line, answer) for line in lines]
    parts += [_notes(answer.notes), '<h3 class="hb-heading">Nguồn</h3><ul class="hb-sources">']
    groups = groupby(answer.citations, key=lambda citation: citation.article_id)
    parts += [_card(number, list(same), answer.citations, contexts) for _, same in groups]
    parts.append(f'</ul><p class="hb-measure">{_text(measure(answer))}</p></div>')
    return "".join(parts)


def _refused(answer: Answer, offers: Sequence[str]) -> str:
    parts = ['<div class="hb-answer hb-refused">']
    parts += [f'<p class="hb-full">{_text(line)}</p>' for line in short_and_lines(answer)[1]]
    parts.append(_notes(answer.notes))
    if answer.nearest:
        parts.append('<h3 class="hb-heading">Các bài gần nhất</h3><ul class="hb-nearest">')
        parts += [_nearest(article) for article in answer.nearest]
        parts.append("</ul>")
    parts.append(_offered("Câu hỏi mà kho bài trả lời được", offers))
    return "".join([*parts, "</div>"])


def _offered(heading: str, questions: Sequence[str]) -> str:
    if not questions:
        return ""
    items = "".join(f"<li>{ask_button(question)}</li>" for question in questions)
    return f'<h3 class="hb-heading">{heading}</h3><ul class="hb-offered">{items}</ul>'


def _line(number: int, line: str, answer: Answer) -> str:
    """A line of the answer; what is not quoted word for word ("Xã A: 12 chi bộ") is the answer proper and stands out."""
    html = _cited(number, line, answer.citations)
    quoted = answer.mode == "llm" or MARKER.sub("", line).strip() in {_flat(citation.quote) for citation in answer.citations}
    return f'<p class="hb-full">{html if quoted else f"<strong>{html}</strong>"}</p>'


def _cited(number: int, line: str, citations: Iterable[Citation]) -> str:
    """Escaped text whose [n] lead to the cards below."""
    known = {citation.number for citation in citations}
    parts, at = [], 0
    for found in MARKER.finditer(line):
        cited = int(found.group(1))
        if cited not in known:
            continue
        parts.append(_text(line[at : found.start()]))
        parts.append(f'<sup><a class="hb-cite" href="#nguon-{number}-{cited}" title="Xem nguồn {cited}">[{cited}]</a></sup>')
        at = found.end()
    return "".join([*parts, _text(line[at:])])


def _card(number: int, citations: Sequence[Citation], every: Iterable[Citation], contexts: Mapping[int, Context]) -> str:
    """One article with the sentences that are quoted from it; `every` are all citations of the answer."""
    first = citations[0]
    copies = ", ".join(f'<a href="{escape(reader_path(copy))}" {_NEW_TAB}>{_text(copy)}</a>' for copy in first.copies)
    return (
        f'<li class="hb-card"><p class="hb-title">{_text(first.title)}</p>'
        f'<p class="hb-facts">{" · ".join(_text(fact) for fact in source_facts(first))}</p>'
        + (f'<p class="hb-facts">Bài trùng nội dung: {copies}</p>' if copies else "")
        + "".join(_quote(number, citation, every, contexts.get(citation.number, ("", ""))) for citation in citations)
        + "</li>"
    )


def _quote(number: int, citation: Citation, every: Iterable[Citation], context: Context) -> str:
    before, behind = (f'<p class="hb-context">{_text(one)}</p>' if one else "" for one in context)
    others = [_range(one) for one in every if one.article_id == citation.article_id and one.number != citation.number]
    reader = escape(reader_path(citation.article_id, _range(citation), others))
    hidden = f'<span class="hb-hidden"> {_text(citation.title)}, nguồn {citation.number} (thẻ mới)</span>'
    return (
        f'<div class="hb-source" id="nguon-{number}-{citation.number}" tabindex="-1">'
        f'<span class="hb-number">{citation.number}</span><div class="hb-passage">{before}'
        f'<blockquote class="hb-quote">{_text(citation.quote)}</blockquote>{behind}</div>'
        f'<p class="hb-links"><a class="hb-open" href="{reader}" {_NEW_TAB}>Mở bài{hidden}</a>'
        f"{external_link(citation.url, 'Trang gốc')}</p></div>"
    )


def _range(citation: Citation) -> Cited:
    return Cited(citation.start, citation.end, fingerprint(citation.quote), citation.number)


def _nearest(article: Nearest) -> str:
    return (
        f'<li><a href="{escape(reader_path(article.article_id))}" {_NEW_TAB}>{_text(article.title)}</a>'
        f'<span class="hb-facts">{_text(vietnamese_date(article.published))}</span></li>'
    )


def _notes(notes: Iterable[str]) -> str:
    items = "".join(f"<li>{_text(note)}</li>" for note in notes)
    return f'<ul class="hb-notes">{items}</ul>' if items else ""


def _flat(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _text(text: str) -> str:
    return escape(_BLANKS.sub(" ", text))
