"""Reports made by hand, and their pages as a reader of one language reads them."""

from dataclasses import replace
from html.parser import HTMLParser

from test_eval_fakes import ARTICLES, quote, refusal, told

from eval.measures.scoring import Asked, score
from eval.report import make_report
from eval.sets.questions import Question


def number(name, gold, article="ba-be", **more):
    return Question(name, f"Câu {name} hỏi bao nhiêu?", (gold,), articles=(article,), category="number", **more)


RIGHT = told("Huyện đã kết nạp 325/600 đảng viên. [1]", "325/600", [quote("ba-be", "Huyện đã kết nạp 325/600 đảng viên.")])
OTHER = quote("ba-che", "75 thôn")
NINE = [
    (number("right", "325/600"), RIGHT),
    (number("span", "4.900"), told("600 [1]", "600", [quote("ba-be", "hiện có trên 4.900 đảng viên")])),
    (number("sentence", "4.900"), RIGHT),
    (number("sentence2", "4.900", split="dev"), RIGHT),
    (number("lost", "75", "ba-che"), refusal(retrieved=("ba-be",))),
    (number("refused", "75", "ba-che"), refusal()),
    (replace(number("source", "325/600"), category="other"), replace(RIGHT, citations=(OTHER, *RIGHT.citations))),
    (Question("never", "Giá vàng?", answerable=False, category="number"), told("Giá tăng. [1]", None, [OTHER])),
    (Question("never2", "Giá dầu?", answerable=False, category="number"), refusal()),
]  # fmt: skip


def report(pairs=NINE, **environment):
    asked = [Asked(question, answer, 1000.0 * place) for place, (question, answer) in enumerate(pairs, start=1)]
    return make_report(score(asked, ARTICLES), {"date": "2026-11-23T04:58:06+00:00", "question_file": "q.jsonl", **environment})


class Reader(HTMLParser):
    """What a reader of one language reads, one line for each piece of text; and every link."""

    def __init__(self, page, other):
        super().__init__()
        self.other, self.hidden, self.lines, self.links, self.tags = other, [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.links += [value for name, value in attrs if name in {"href", "src", "action"}]
        if tag not in {"meta", "input", "br", "path", "use"}:
            self.hidden.append(tag == "style" or (tag != "html" and dict(attrs).get("lang") == self.other))

    def handle_endtag(self, tag):
        if tag not in {"meta", "input", "br", "path", "use"}:
            self.hidden.pop()

    def handle_data(self, data):
        if data.strip() and not any(self.hidden):
            self.lines.append(" ".join(data.split()))


def read(page, language="vi"):
    return "\n".join(Reader(page, {"vi": "en", "en": "vi"}[language]).lines)
