"""The response of `POST /api/ask` as `/openapi.json` describes it; rag/answer.py is what it is made of."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

EXAMPLE = {
    "question": "Huyện Ba Bể đã kết nạp được bao nhiêu đảng viên?",
    "standalone_question": "Huyện Ba Bể đã kết nạp được bao nhiêu đảng viên?",
    "answered": True,
    "reason": None,
    "short_answer": "325/600 đảng viên",
    "answer": "325/600 đảng viên\nHuyện Ba Bể từ đầu nhiệm kỳ đến nay đã kết nạp 325/600 đảng viên. [1]",
    "confidence": 0.93,
    "mode": "extractive",
    "notes": [],
    "citations": [
        {
            "number": 1,
            "article_id": "ba-be",
            "title": "Ba Bể kết nạp 325/600 đảng viên",
            "source": "Hỏi Báo (bài mẫu)",
            "url": None,
            "published": None,
            "quote": "Huyện Ba Bể từ đầu nhiệm kỳ đến nay đã kết nạp 325/600 đảng viên.",
            "start": 120,
            "end": 186,
            "score": 0.81,
            "copies": [],
            "based_on": {
                "title": "Ba Bể phát triển đảng viên",
                "source": "Báo Bắc Kạn",
                "author": None,
                "published": "2022-11-23",
                "url": "https://baobackan.vn/ba-be",
            },
        }
    ],
    "nearest": [],
    "timings_ms": {"retrieve": 9.1, "read": 88.0, "total": 99.4},
    "index_version": "v000002",
}
REFUSAL = EXAMPLE | {
    "question": "Hôm nay thời tiết thế nào?",
    "standalone_question": "Hôm nay thời tiết thế nào?",
    "answered": False,
    "reason": "not_found",
    "short_answer": None,
    "answer": "Không tìm thấy trong kho bài. Dưới đây là những bài gần nhất với câu hỏi.",
    "confidence": 0.11,
    "citations": [],
    "nearest": [{"article_id": "ba-be", "title": "Ba Bể kết nạp 325/600 đảng viên", "url": None, "published": None}],
}
EXAMPLES = {
    "answered": {"summary": "An answer", "value": EXAMPLE},
    "refused": {"summary": "A refusal", "value": REFUSAL},
}


class OriginBody(BaseModel):
    """The text that an article was rewritten from."""

    model_config = ConfigDict(title="Origin")

    title: str | None
    source: str | None
    author: str | None
    published: str | None = Field(description="ISO date.")
    url: str | None


class CitationBody(BaseModel):
    """One source of an answer."""

    model_config = ConfigDict(title="Citation")

    number: int = Field(ge=1, description="What `[n]` in `answer` refers to.")
    article_id: str
    title: str
    source: str | None
    url: str | None
    published: str | None = Field(description="ISO date.")
    quote: str = Field(description="Exactly `text[start:end]` of the article; offsets count Unicode characters.")
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    score: float
    copies: list[str] = Field(description="Ids of articles that say the same.")
    based_on: OriginBody | None


class NearestBody(BaseModel):
    """An article that a refusal offers instead."""

    model_config = ConfigDict(title="Nearest")

    article_id: str
    title: str
    url: str | None
    published: str | None = Field(description="ISO date.")


class AnswerBody(BaseModel):
    """The answer to one question; a refusal is one too, with `answered` false."""

    model_config = ConfigDict(title="Answer")

    question: str
    standalone_question: str = Field(description="What a follow-up was understood as; without history the question itself.")
    answered: bool
    reason: Literal["not_found", "low_confidence", "empty_index", "out_of_scope"] | None = Field(description="Of a refusal.")
    short_answer: str | None = Field(description="null for reasons, ways and lists.")
    answer: str = Field(description="Plain text in Vietnamese; `[n]` refers to `citations`.")
    confidence: float = Field(ge=0, le=1)
    mode: Literal["extractive", "llm"]
    notes: list[str] = Field(description="Short Vietnamese sentences: a conflict of dates, what a follow-up was understood as.")
    citations: list[CitationBody]
    nearest: list[NearestBody] = Field(description="Up to three articles, of a refusal.")
    timings_ms: dict[str, float]
    index_version: str
