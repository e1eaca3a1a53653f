"""Invented places and people, a lexicon learnt from them, and an embedder whose cosines lie where E5's do."""

import math
import re
from datetime import date

import numpy as np
from fakes import FakeEmbedder

from corpus import Article, Origin, Span, split_sentences, tokens
from index import build_index
from index.lexicon import build_lexicon
from rag import open_answerer
from rag.reader import Reading, Window

SON_HA = Article(
    id="son-ha",
    title="Sơn Hạ chăm lo phát triển đảng viên",
    place="Sơn Hạ",
    source="Báo Thử",
    published=date(2022, 5, 3),
    text=(
        "Đảng bộ huyện Sơn Hạ hiện có 1.240 đảng viên, sinh hoạt ở 38 chi bộ.\n\n"
        "Trong năm 2021, huyện Sơn Hạ kết nạp 56 đảng viên mới, trong đó có 21 nữ. Ông Lò Văn Tiến, Bí thư Huyện ủy Sơn Hạ, "
        "cho biết huyện coi trọng việc tạo nguồn từ lực lượng dân quân.\n\n"
        "Nghị quyết số 05-NQ/HU về công tác tạo nguồn được Huyện ủy Sơn Hạ ban hành ngày 12/3/2020."
    ),
)
NAM_HUA = Article(
    id="nam-hua",
    title="Nậm Hua mở lớp cảm tình đảng",
    place="Nậm Hua",
    source="Báo Mẫu",
    based_on=Origin(title="Bản gốc", published=date(2021, 7, 1)),
    text=(
        "Toàn Đảng bộ huyện Nậm Hua có 875 đảng viên.\n\n"
        "Bà Quàng Thị Mai, Phó Bí thư Huyện ủy Nậm Hua, nói rằng mỗi quý huyện Nậm Hua mở 2 lớp cảm tình đảng. "
        "Xã Pá Hu thuộc huyện Nậm Hua có 64 hộ nghèo."
    ),
)
HAI_VAN = Article(
    id="hai-van",
    title="TP Hải Vân trồng thêm cây xanh",
    place="Hải Vân",
    text="Năm 2023, TP Hải Vân trồng 9.000 cây xanh dọc các tuyến phố. Phường Yên Thịnh dẫn đầu với 1.100 cây.",
)
ARTICLES = (SON_HA, NAM_HUA, HAI_VAN)
LEXICON = build_lexicon(f"{article.title}\n{article.text}" for article in ARTICLES)


class E5Like(FakeEmbedder):
    """Unit vectors that share a large part; the rest is the words they have in common, so cosines lie in 0.8..1."""

    def __init__(self) -> None:
        super().__init__(" ".join(sorted({word for article in ARTICLES for word in tokens(f"{article.title} {article.text}")})))

    def _counts(self, text):
        counts = super()._counts(text)
        length = math.sqrt(sum(value * value for value in counts)) or 1.0
        return [math.sqrt(0.8), *(math.sqrt(0.2) * value / length for value in counts)]


class FakeVerifier:
    """Against a denial that the passage lacks; of all else the rules and measures decide."""

    def support(self, claim, head, sentences):
        return -5.0 if " không " in claim and not any(" không " in sentence for sentence in sentences) else 0.0


class FakeReader:
    """Sure of a sentence by the share of the question's words that stand in it: a half is as good as "no answer"."""

    verifier = FakeVerifier()

    def read(self, question, passages):
        return [Reading((self._window(question, passage),)) for passage in passages]

    def _window(self, question, passage):
        words = [match.span() for match in re.finditer(r"\w+", passage)]
        asked, logits = set(tokens(question)), []
        for start, _ in words:
            own = next((span for span in split_sentences(passage) if span.start <= start < span.end), Span(start, start))
            logits.append(10 * len(asked & set(tokens(passage[own.start : own.end]))) / len(asked) - 5)
        found = np.array(logits, np.float32) / 2
        return Window(np.array(words, np.int64).reshape(-1, 2), found, found)


def open_small(folder, articles=ARTICLES):
    """An answerer over an index of these articles, really built in `folder`."""
    embedder = E5Like()
    build_index(list(articles), folder, embedder, progress=False)
    return open_answerer(folder, embedder, FakeReader())


def sentences(article):
    return [article.text[span.start : span.end] for span in split_sentences(article.text)]
