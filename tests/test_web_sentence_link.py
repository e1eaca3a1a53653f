"""Links to a sentence outlive edits of the article, and only ranges of the text count."""

import hashlib

import pytest
from starlette.datastructures import QueryParams

from web.sentence_link import MOST_OTHERS, Cited, fingerprint, found_again, linked_ranges

QUOTE = "Xã Sơn Hạ có 12 chi bộ."
TEXT = f"Mở đầu.\n\n{QUOTE} Câu sau cùng."
AT = 9  # len("Mở đầu.") + 2


def linked(start=AT, quote=QUOTE):
    return Cited(start, start + len(quote), fingerprint(quote), 2)


def stands(text, cited):
    found = found_again(text, cited)
    return None if found is None else (found.start, text[found.start : found.end], found.fingerprint, found.number)


def test_fingerprint_is_a_hash_and_the_length_of_the_text_without_its_line_breaks():
    digest = hashlib.sha256(b"a b c").hexdigest()[:8]
    assert fingerprint("a b c") == fingerprint(" a\n\nb  c ") == f"{digest}-5"


def test_an_unchanged_text():
    assert TEXT[AT : AT + len(QUOTE)] == QUOTE
    assert found_again(TEXT, linked()) == linked()


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (f"Tin mới. {TEXT}", 18),
        (TEXT[9:], 0),
        (f"“{QUOTE}”", 1),
        ("Một câu thêm vào (Xã Sơn Hạ có 12 chi bộ.) rồi hết.", 18),
    ],
)
def test_found_anew_after_an_edit(text, start):
    assert stands(text, linked()) == (start, QUOTE, fingerprint(QUOTE), 2)


def test_found_anew_across_another_line_break():
    text = "A.\n\nXã Sơn Hạ\ncó 12 chi bộ. B."
    assert stands(text, linked()) == (4, "Xã Sơn Hạ\ncó 12 chi bộ.", fingerprint(QUOTE), 2)


def test_of_several_places_the_nearest():
    text = f"{QUOTE} {QUOTE} {QUOTE}"
    assert found_again(text, linked(start=26)).start == len(QUOTE) + 1
    assert found_again(text, linked(start=900)).start == 2 * (len(QUOTE) + 1)


@pytest.mark.parametrize("text", ["", "Xã", TEXT.replace("12", "13"), TEXT.replace("Xã", "xã"), f"Thị{QUOTE}"])
def test_a_sentence_that_is_gone(text):
    assert found_again(text, linked()) is None


@pytest.mark.parametrize(
    ("start", "end", "there"), [(0, 3, "một"), (3, 4, None), (0, 8, None), (5, 5, None), (6, 2, None), (4, 7, "hai")]
)
def test_a_link_without_a_fingerprint_goes_by_its_offsets(start, end, there):
    found = found_again("một hai", Cited(start, end))
    assert (None if found is None else "một hai"[found.start : found.end]) == there


def test_what_a_link_carries():
    other = linked(start=40)
    query = QueryParams(f"start=9&end=32&fp={fingerprint(QUOTE)}&n=3&also={other}&also=1.2-3&also=x&also=0.1-2.{'0' * 8}-1")
    assert linked_ranges(query) == (Cited(9, 32, fingerprint(QUOTE), 3), [other])
    many = "&".join([f"also={other}"] * (MOST_OTHERS + 5))
    assert len(linked_ranges(QueryParams(many))[1]) == MOST_OTHERS


@pytest.mark.parametrize("bad", ["fp=xyz&n=0", "fp=&n=", "fp=ABCDEF01-3&n=-1", "fp=abcdef01-0&n=1000", "fp=abcdef01&n=a"])
def test_what_is_no_fingerprint_and_no_number_is_left_out(bad):
    assert linked_ranges(QueryParams(f"start=9&end=32&{bad}"))[0] == Cited(9, 32)


@pytest.mark.parametrize("bad", ["", "start=9", "start=-1&end=4", "start=٣&end=٩", "start=0&end=99999999999", "start=a&end=b"])
def test_no_offsets_no_range(bad):
    assert linked_ranges(QueryParams(bad))[0] is None
