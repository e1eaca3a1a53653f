"""Markdown -> plain text: what a reader sees, without the marks."""

import re

_FENCE = re.compile(r"^ {0,3}(?:```|~~~).*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HIDDEN = re.compile(r"<(script|style|head|noscript|template)\b[^<>]{0,2000}>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:\s+\S+.*$", re.MULTILINE)
_RULE = re.compile(r"^ {0,3}(?:(?:- ?){3,}|(?:\* ?){3,}|(?:_ ?){3,}|={3,})[ \t]*$", re.MULTILINE)
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*(?:\n|\Z)", re.MULTILINE)
_TABLE_ROW = re.compile(r"^[ \t]*\|(.+)\|[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_FIRST_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]*)[*+][ \t]+", re.MULTILINE)
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]*\])")
_LINK = re.compile(r"\[([^\[\]\n]+)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]*\])")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+|[^<>\s@]+@[^<>\s]+)>")
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6])\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
_EMPHASIS = (
    re.compile(r"(?<!\\)(\*{1,3})(?=[^\s*])(.{1,200}?)(?<=[^\s*\\])\1"),
    re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])(.{1,200}?)(?<=[^\s_\\])\1(?!\w)"),
    re.compile(r"(?<!\\)(~~|`{1,3})(?=\S)(.{1,200}?)(?<=\S)\1"),
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")


def first_heading(text: str) -> str | None:
    """The title of a file that opens with "# Title", as plain text."""
    found = _FIRST_HEADING.match(text)
    return plain_from_markdown(found[1]).strip() or None if found else None


def plain_tables(text: str) -> str:
    """Table rows as "a | b", without the rule below the head."""
    text = _TABLE_RULE.sub("", text)
    return _TABLE_ROW.sub(lambda row: " | ".join(cell.strip() for cell in row[1].split("|")), text)


def plain_from_markdown(text: str) -> str:
    """The text without markup: links keep their words, images their alt text, list items a leading "-"."""
    for pattern in (_FENCE, _COMMENT, _HIDDEN, _DEFINITION, _RULE):
        text = pattern.sub("", text)
    text = plain_tables(text)
    text = _BULLET.sub(r"\1- ", _HEADING.sub(r"\1", _QUOTE.sub("", text)))
    text = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub(r"\1", text)))
    text = _TAG.sub("", _BREAK.sub("\n", text))
    for pattern in _EMPHASIS:
        text = pattern.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", text)
