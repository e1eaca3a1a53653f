"""The sentence that shows why an article was found, with the words looked for marked."""

from html import escape

from corpus import Article, fold, has_diacritics, match_key, split_sentences, token_spans, tokens
from web.sentence_link import Cited, fingerprint
from web.words import beginning, reader_path

_LONGEST = 240  # characters shown


def excerpt(article: Article, words: str) -> str:
    """HTML: the first of the sentences with most of these words, linked to its place in the article; without words, or where
    only the title has them, how the article begins."""
    form = match_key if has_diacritics(words) else fold
    wanted = {form(word) for word in tokens(words)}
    spans = split_sentences(article.text)
    counts = [len(wanted.intersection(tokens(form(article.text[span.start : span.end])))) for span in spans]
    if not any(counts):
        opening = article.text.removeprefix(article.title).strip()
        return escape(beginning(" ".join(opening[: 2 * _LONGEST].split()), _LONGEST))
    span = spans[counts.index(max(counts))]
    text = article.text[span.start : span.end]
    shown, parts, at = beginning(" ".join(text.split()), _LONGEST), [], 0
    for start, end in token_spans(shown):
        if form(shown[start:end]) in wanted:
            parts += [escape(shown[at:start]), f"<mark>{escape(shown[start:end])}</mark>"]
            at = end
    path = escape(reader_path(article.id, Cited(span.start, span.end, fingerprint(text))))
    return f'{"".join(parts)}{escape(shown[at:])} <a href="{path}">Mở ở câu này</a>'
