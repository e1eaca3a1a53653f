"""What the verifier learns from: written claims that are told apart from the measured ones, and altered sentences."""

import json
import random
from pathlib import Path

import pytest

from rag.verifier import told_for
from training import verifier_sets as sets
from training.verifier_sets import Pair, Told, both, load_sets

ROOT = Path(__file__).parents[1]
SENTENCE = "Xã Sơn Hạ có gần 325 hộ, xã Nậm Hua chưa có 41 hộ."
TOLD = Told("A1", "Hai xã", (SENTENCE,), ())
DRAW = random.Random(0)


def rows(name):
    return [json.loads(line) for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]


def test_no_passage_teaches_and_measures():
    taught = {row["passage_id"] for name in ("claims", "claim_pairs") for row in rows(f"training/{name}.jsonl")}
    measured = rows("eval/llm_sentences.jsonl")
    assert not taught & {row["passage_id"] for row in measured}
    splits = {split: {row["passage_id"] for row in measured if row["split"] == split} for split in ("dev", "test")}
    assert not splits["dev"] & splits["test"]
    assert [sum(not row["true"] for row in measured if row["split"] == split) for split in splits] == [150, 150]
    assert len({row["sentence"] for row in measured}) == len(measured) == 1000


def test_made_pairs_are_of_no_measured_passage():
    measured = {row["passage_id"] for row in rows("eval/llm_sentences.jsonl")}
    assert not measured & {told.id for told in load_sets().passages}


def test_every_pair_is_written_for_a_passage_and_differs_where_it_is_marked():
    known = {told.id: told for told in load_sets().passages}
    for row in rows("training/claim_pairs.jsonl"):
        true, false = both(row["claim"], known[row["passage_id"]])
        assert true.wrong == () and false.wrong and true.claim != false.claim and "->" not in true.claim + false.claim


@pytest.mark.parametrize(
    ("claim", "true", "false", "wrong"),
    [
        ("Sinh năm [1990->1994].", "Sinh năm 1990.", "Sinh năm 1994.", ["1994"]),
        ("Xã [A->B] hơn xã [B->A].", "Xã A hơn xã B.", "Xã B hơn xã A.", ["B", "A"]),
        ("Huyện [->không ]giảm.", "Huyện giảm.", "Huyện không giảm.", ["không "]),
        ("Có [gần ->]40 hộ.", "Có gần 40 hộ.", "Có 40 hộ.", ["40"]),  # nothing is left to mark but the word behind
        ("Có 40 hộ[ nghèo->]", "Có 40 hộ nghèo", "Có 40 hộ", [" hộ"]),
    ],
)
def test_a_pair_is_read(claim, true, false, wrong):
    right, altered = both(claim, TOLD)
    assert (right.claim, right.wrong) == (true, ())
    assert (altered.claim, [false[start:end] for start, end in altered.wrong]) == (false, wrong)


@pytest.mark.parametrize(
    ("change", "allowed"),
    [
        (lambda: sets._exchanged(sets._NUMBER, SENTENCE, DRAW), {"Xã Sơn Hạ có gần 41 hộ, xã Nậm Hua chưa có 325 hộ."}),
        (
            lambda: sets._exchanged(sets._NAME, SENTENCE, DRAW),
            {"Xã Nậm Hua có gần 325 hộ, xã Sơn Hạ chưa có 41 hộ.", "Nậm Hua có gần 325 hộ, xã Xã Sơn Hạ chưa có 41 hộ."},
        ),
        (lambda: sets._turned(SENTENCE, TOLD, DRAW), {SENTENCE.replace("chưa ", "")}),
        (
            lambda: sets._other_bound(SENTENCE, TOLD, DRAW),
            {SENTENCE.replace("gần ", bound) for bound in ("", *(f"{one} " for one in sets._BOUNDS if one != "gần"))},
        ),
    ],
)
def test_one_thing_is_changed(change, allowed):
    assert both(change(), TOLD)[1].claim in allowed


def test_a_digit_is_changed():
    changed = both(sets._near_number(SENTENCE, TOLD, DRAW), TOLD)[1].claim
    assert sum(a != b for a, b in zip(changed, SENTENCE, strict=True)) == 1


def test_other_facts_come_from_the_passage():
    told = Told("A1", "Tin", (SENTENCE, "Bản Pá Hu có 87 hộ."), ())
    changed = both(sets._other_fact(sets._NUMBER, SENTENCE, told, DRAW), told)[1].claim
    assert changed in {SENTENCE.replace("325", "87"), SENTENCE.replace("41", "87")}
    assert sets._other_fact(sets._NUMBER, SENTENCE, TOLD, DRAW) is None


def test_what_is_read_is_what_shares_the_claims_words():
    sentences = ("Trời mưa.", "Xã A có 5 hộ nghèo.", "Chủ tịch xã A là ông Bốn.", "Xã B có 7 hộ.")
    assert told_for("Ông Bốn đứng đầu xã A", "Tin", sentences) == "Tin\nChủ tịch xã A là ông Bốn."
    assert told_for("Xã A có 5 hộ, xã B 7 hộ", "Tin", sentences) == "Tin\nXã A có 5 hộ nghèo.\nXã B có 7 hộ."
    assert Pair("Xã A có 5 hộ", "Tin\nXã A có 5 hộ nghèo.", ()) == Told("A", "Tin", sentences, ()).beside("Xã A có 5 hộ", ())
