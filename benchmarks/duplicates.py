"""How well copies are told from articles that only look alike, on news articles and on changed versions of 200 of them.

    python benchmarks/duplicates.py FILE.jsonl ... [--scale 100000]

Rows have title, lead and text. Every kind of change is tried alone, among all the articles: a copy is found when it stands in
one group with its original; an article whose facts were changed must stand in none with it. `--scale` also groups that many
articles put together from the sentences of all, one in twenty of them a copy. Prints the result and writes it to
benchmarks/results/duplicates.json.
"""

import argparse
import json
import random
import re
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from corpus import CAPITALS, Article, clean, split_sentences  # noqa: E402
from corpus.duplicates import find_copies  # noqa: E402

RESULT = ROOT / "benchmarks" / "results" / "duplicates.json"
SEED, CHANGED = 20261122, 200
Change = Callable[[Article, random.Random], Article | None]
NAME = re.compile(rf"(?<=[a-zà-ỹ] )[{CAPITALS}][a-zà-ỹ]+")
DISTRICT = re.compile(rf"\b(?:huyện|quận|xã|tỉnh|phường) ([{CAPITALS}][a-zà-ỹ]+(?: [{CAPITALS}][a-zà-ỹ]+)?)")
LONG_FORMS = {"TP": "Thành phố", "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "THPT": "Trung học phổ thông"}
NEW_STYLE = {"òa": "oà", "óa": "oá", "ỏa": "oả", "ọa": "oạ", "òe": "oè", "ủy": "uỷ", "úy": "uý", "ùy": "uỳ", "ụy": "uỵ"}


def load(files: list[Path]) -> list[Article]:
    """The articles in paragraphs of three sentences; a row that was read before is left out."""
    rows = {row["id"]: row for file in files for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())}
    return [
        Article(key, _paragraphs(_sentences(clean(row["lead"] + "\n" + row["text"]))), row["title"]) for key, row in rows.items()
    ]


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


def _paragraphs(sentences: list[str]) -> str:
    return "\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))


def _changed(article: Article, text: str) -> Article | None:
    return replace(article, id=f"{article.id}-changed", text=clean(text)) if clean(text) != article.text else None


def trim_end(article: Article, dice: random.Random) -> Article | None:
    lines = article.text.split("\n")
    return _changed(article, "\n".join(lines[: max(1, len(lines) * 3 // 4)]))


def trim_middle(article: Article, dice: random.Random) -> Article | None:
    lines = article.text.split("\n")
    del lines[len(lines) // 2]
    return _changed(article, "\n".join(lines))


def append(article: Article, dice: random.Random) -> Article | None:
    return _changed(article, article.text + "\nTòa soạn mời bạn đọc gửi thêm ý kiến về bài viết này theo địa chỉ ở cuối trang.")


def byline(article: Article, dice: random.Random) -> Article | None:
    return _changed(article, "(TTXVN) - " + article.text + "\nTác giả: Lò Thị Ví Dụ\nNguồn: Báo Ví Dụ")


def retitle(article: Article, dice: random.Random) -> Article | None:
    return replace(article, id=f"{article.id}-changed", title="Chuyện được nhiều người quan tâm")


def retype(article: Article, dice: random.Random) -> Article | None:
    text = re.sub("|".join(NEW_STYLE), lambda found: NEW_STYLE[found[0]], article.text)
    text = text.translate(str.maketrans("“”‘’–", "\"\"''-")).replace("...", "…")
    return _changed(article, "".join(sentence + dice.choice([" ", "  ", "\n", "\n\n"]) for sentence in _sentences(text)))


def abbreviate(article: Article, dice: random.Random) -> Article | None:
    text = article.text
    for short, long in LONG_FORMS.items():
        text = re.sub(rf"\b{short}\b\.? ?(?=\w)", f"{long} ", text) if short in text else text.replace(long, short)
    return _changed(article, text)


def _replace_one(article: Article, found: list[re.Match[str]], new: Callable[[str], str], dice: random.Random) -> Article | None:
    if not found:
        return None
    at = dice.choice(found)
    return _changed(article, article.text[: at.start()] + new(at.group()) + article.text[at.end() :])


def one_figure(article: Article, dice: random.Random) -> Article | None:
    return _replace_one(article, list(re.finditer(r"\d", article.text)), lambda digit: str((int(digit) + 1) % 10), dice)


def one_name(article: Article, dice: random.Random) -> Article | None:
    """A name in the text, not in a byline or a photo credit, which copies may change."""
    found = [at for at in NAME.finditer(article.text[:-80]) if not re.search("Ảnh|Nguồn", article.text[: at.start()][-40:])]
    return _replace_one(article, found, lambda name: "Khương" if name != "Khương" else "Tuệ", dice)


def district(article: Article, dice: random.Random) -> Article | None:
    found = DISTRICT.search(article.text)
    return _changed(article, article.text.replace(found[1], "Mường Ví")) if found else None


def next_year(article: Article, dice: random.Random) -> Article | None:
    return _changed(article, re.sub(r"\b20(\d\d)\b", lambda year: f"20{int(year[1]) + 1:02d}", article.text))


def denied(article: Article, dice: random.Random) -> Article | None:
    return _replace_one(article, list(re.finditer(r"(?<=[a-zà-ỹ]) (?=[a-zà-ỹ])", article.text)), lambda _: " không ", dice)


def swapped(article: Article, dice: random.Random) -> Article | None:
    """Two figures of the article change places: the same words, another report."""
    figures = list(re.finditer(r"\b\d+\b", article.text))
    second = next((found for found in figures if found.group() != figures[0].group()), None)
    if second is None:
        return None
    first, text = figures[0], article.text
    between = text[first.end() : second.start()]
    return _changed(article, text[: first.start()] + second.group() + between + first.group() + text[second.end() :])


COPIES: list[Change] = [trim_end, trim_middle, append, byline, retitle, retype, abbreviate]
OTHERS: list[Change] = [one_figure, one_name, district, next_year, denied, swapped]


def grouped(articles: list[Article], change: Change) -> dict[str, Any]:
    """Of at most CHANGED changed versions, put among all the articles, how many stand in a group with their original."""
    dice = random.Random(SEED)
    chosen = dice.sample(articles, len(articles))
    changed = [version for article in chosen if (version := change(article, dice)) is not None][:CHANGED]
    copies = find_copies([*articles, *changed])
    groups = [{kept, *ids} for kept, ids in copies.items()]
    missed = [new.id for new in changed if not any({new.id, new.id.removesuffix("-changed")} <= group for group in groups)]
    return {"changed": len(changed), "grouped": len(changed) - len(missed), "apart": missed[:20]}


def at_scale(articles: list[Article], count: int) -> dict[str, Any]:
    """CPU time and peak memory for `count` articles, each of 20 sentences drawn from all, every twentieth a trimmed copy."""
    dice = random.Random(SEED)
    pool = [sentence for article in articles for sentence in _sentences(article.text)]
    made: list[Article] = []
    for number in range(count):
        lines = made[-1].text.split("\n")[:-2] if number % 20 == 19 else dice.choices(pool, k=20)
        made.append(Article(f"{number:06d}", "\n".join(lines), "Bài"))
    started = time.process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    copies = find_copies(made)
    seconds = time.process_time() - started
    true = sum(1 for kept, ids in copies.items() for copy in ids if int(copy) == int(kept) + 1 and int(copy) % 20 == 19)
    return {
        "articles": count,
        "words": sum(len(article.text.split()) for article in made),
        "cpu_seconds": round(seconds, 1),
        "more_memory_mb": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024,
        "copies": count // 20,
        "found": true,
        "wrong": sum(map(len, copies.values())) - true,
    }


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--scale", type=int)
    options = parser.parse_args()
    articles = load(options.files)
    times = []
    for _ in range(5):
        started = time.process_time()
        copies = find_copies(articles)
        times.append(round(time.process_time() - started, 2))
    result: dict[str, Any] = {
        "articles": len(articles),
        "cpu_seconds": sorted(times)[len(times) // 2],
        "as_they_are": copies,
        "copies": {change.__name__: grouped(articles, change) for change in COPIES},
        "not_copies": {change.__name__: grouped(articles, change) for change in OTHERS},
    }
    for report in result["not_copies"].values():
        del report["apart"]
    if options.scale:
        result["scale"] = at_scale(articles, options.scale)
    text = json.dumps(result, ensure_ascii=False, indent=1)
    RESULT.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
