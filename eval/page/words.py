"""What the page calls things, in both languages: the words of metrics, categories, causes and of everything around them."""

from eval.page.text import Text, same

CAUSES = {
    "not retrieved": Text("Không tìm thấy bài", "Article not found"),
    "wrong sentence": Text("Tìm thấy bài, chọn sai hoặc thiếu câu", "Article found, wrong or missing sentence"),
    "wrong span": Text("Đúng câu, rút sai đáp án", "Right sentence, wrong words taken from it"),
    "wrong text": Text("Sai nội dung", "Wrong text"),
    "refused": Text("Từ chối nhầm", "Refused wrongly"),
    "answered": Text("Lẽ ra phải từ chối", "Should have refused"),
    "wrong source": Text("Đáp án đúng, dẫn sai bài", "Right answer, wrong source"),
    "too long": Text("Đúng nhưng quá dài", "Right but too long"),
    "failed": Text("Hệ thống không trả lời được", "The system failed to answer"),
}
EXPLAINED = {
    "not retrieved": Text(
        "Bước tìm kiếm không đưa ra bài báo có đáp án, nên các bước sau không thể trả lời đúng.",
        "The search did not bring up the article that holds the answer, so nothing after it could be right.",
    ),
    "wrong sentence": Text(
        "Bài báo có đáp án đã được tìm thấy, nhưng những câu được trích từ bài không chứa đủ đáp án.",
        "The article that holds the answer was found, but the sentences quoted from it do not hold all of the answer.",
    ),
    "wrong span": Text(
        "Câu được trích có chứa đáp án, nhưng phần rút ra để trả lời lại là chữ khác trong câu.",
        "The quoted sentence holds the answer, but other words of it were given as the answer.",
    ),
    "wrong text": Text(
        "Câu trả lời không chứa đáp án; hệ thống được hỏi không cho biết trả lời dựa vào câu nào.",
        "The answer does not hold what was expected; the system does not tell which sentences it rests on.",
    ),
    "refused": Text(
        "Bài báo có đáp án đã được tìm thấy, nhưng hệ thống nói là các bài không có.",
        "The article that holds the answer was found, but the system said that the articles do not tell.",
    ),
    "answered": Text(
        "Các bài báo không có đáp án, nhưng hệ thống vẫn trả lời. Với người đọc, đây là loại lỗi đáng ngại nhất.",
        "The articles do not hold the answer, and yet the system gave one. For readers this is the worst kind of mistake.",
    ),
    "wrong source": Text(
        "Câu trả lời chứa đáp án, nhưng nguồn dẫn đầu tiên không phải bài cần dẫn, hoặc còn thiếu bài.",
        "The answer is there, but the first source is not the article it should be, or an article is missing.",
    ),
    "too long": Text(
        "Câu trả lời đúng và dẫn đúng bài, nhưng dài quá mức cho phép.",
        "The answer is right and cites the right article, but it is longer than allowed.",
    ),
    "failed": Text(
        "Hệ thống báo lỗi hoặc không phản hồi, nên câu hỏi không có câu trả lời để chấm.",
        "The system gave an error or did not reply, so there is no answer to judge.",
    ),
}
REASONS = {
    "not_found": Text("không thấy câu nào trong bài trả lời được", "no sentence was found that answers"),
    "low_confidence": Text("có câu gần đúng nhưng chưa đủ tin cậy", "a sentence came close, but not surely enough"),
    "empty_index": Text("kho bài trống", "there are no articles"),
    "out_of_scope": Text("cho rằng câu hỏi nằm ngoài phạm vi các bài", "it took the question to be out of scope"),
}
METRICS = {
    "ndcg@10": Text("Xếp hạng bài báo (nDCG@10)", "Ranking of articles (nDCG@10)"),
    "mrr@10": Text("Hạng của bài đúng đầu tiên (MRR@10)", "Rank of the first right article (MRR@10)"),
    "recall@1": Text("Bài đúng đứng đầu", "Right article comes first"),
    "recall@5": Text("Bài đúng trong 5 bài đầu", "Right article among the first 5"),
    "recall@10": Text("Bài đúng trong 10 bài đầu", "Right article among the first 10"),
    "exact_match": Text("Đáp án ngắn trùng khớp", "Short answer matches exactly"),
    "f1": Text("Đáp án ngắn trùng từ (F1)", "Short answer shares words (F1)"),
    "contains": Text("Câu trả lời chứa đáp án", "Answer holds the gold answer"),
    "cited": Text("Dẫn đúng bài", "Right article cited"),
    "citation_precision": Text("Tỉ lệ nguồn dẫn đúng bài", "Share of citations of right articles"),
    "alce_recall": Text("Nội dung được nguồn dẫn chứng thực (ALCE)", "Statements borne out by their citations (ALCE)"),
    "alce_precision": Text("Nguồn dẫn thật sự cần thiết (ALCE)", "Citations that bear something out (ALCE)"),
    "correct": Text("Trả lời đúng, dẫn đúng, đủ ngắn", "Answered right, cited right, short enough"),
    "exact_quote": Text("Trích dẫn khớp nguyên văn", "Quotes are word for word"),
    "refusal_recall": Text("Từ chối khi không có đáp án", "Refused where there is no answer"),
    "near_miss_refusal_recall": Text(
        "Từ chối khi câu hỏi chỉ gần với nội dung bài", "Refused where the articles only come close"
    ),
    "refusal_precision": Text("Phần từ chối đúng lúc", "Refusals that were right"),
    "coverage": Text("Có trả lời khi có đáp án", "Answered where there is an answer"),
    "refused": Text("Tỉ lệ từ chối", "Share of refusals"),
    "answer_syllables": Text("Độ dài câu trả lời (âm tiết)", "Length of answers (syllables)"),
    "refusal_auroc": Text("Độ tin cậy phân biệt có hay không có đáp án (AUROC)", "Confidence tells answerable from not (AUROC)"),
    "aurc": Text("Phần sai trung bình khi chỉ trả lời câu chắc nhất (AURC)", "Mean risk over coverage (AURC)"),
    "nauc": Text("Độ tin cậy phân biệt trả lời đúng hay sai (nAUC)", "Confidence tells right from wrong answers (nAUC)"),
    "latency_p50_ms": Text("Thời gian trả lời, trung vị (ms)", "Time to answer, median (ms)"),
    "latency_p95_ms": Text("Thời gian trả lời, bách phân vị 95 (ms)", "Time to answer, 95th percentile (ms)"),
}
STAGES = {
    "understand": Text("hiểu câu hỏi", "understand"),
    "retrieve": Text("tìm bài", "search"),
    "read": Text("đọc bài", "read"),
    "write": Text("viết câu trả lời", "write the answer"),
}
STAGE_MEDIAN = Text("Thời gian {stage}, trung vị (ms)", "Time to {stage}, median (ms)")
STAGE_95 = Text("Thời gian {stage}, bách phân vị 95 (ms)", "Time to {stage}, 95th percentile (ms)")
CATEGORIES = {
    "number": Text("số liệu", "figures"),
    "person": Text("nhân vật, chức vụ", "people, offices"),
    "date_or_id": Text("ngày tháng, số hiệu", "dates, document ids"),
    "list": Text("liệt kê", "lists"),
    "why_how": Text("vì sao, thế nào", "why, how"),
    "paraphrase": Text("diễn đạt khác", "other wording"),
    "no_diacritics": Text("không dấu", "without diacritics"),
    "abbreviation": Text("viết tắt", "abbreviations"),
    "follow_up": Text("hỏi nối tiếp", "follow-ups"),
    "compare": Text("so sánh", "comparisons"),
    "other": Text("khác", "other"),
}  # a site's own category keeps its name
SPLITS = {"dev": Text("phát triển", "development"), "test": Text("kiểm tra", "test")}
SLICES = {
    "article": Text("Theo bài báo có đáp án", "By the article that holds the answer"),
    "question_length": Text("Theo độ dài câu hỏi", "By length of the question"),
    "diacritics": Text("Theo cách gõ dấu", "By diacritics of the question"),
}
PARTS = {
    "1-12": Text("1–12 âm tiết", "1–12 syllables"),
    "13-16": Text("13–16 âm tiết", "13–16 syllables"),
    "17+": Text("từ 17 âm tiết", "17 syllables and more"),
    "with": Text("gõ đủ dấu", "with diacritics"),
    "partly": Text("gõ thiếu dấu", "some diacritics missing"),
    "without": Text("gõ không dấu", "without diacritics"),
}  # of slices; an article keeps its id
MARKS = {"gold": Text("đáp án chuẩn", "gold answer"), "short": Text("đáp án ngắn", "short answer")}
RANKS = {
    "1": Text("hạng 1", "rank 1"),
    "2": Text("hạng 2", "rank 2"),
    "3": Text("hạng 3", "rank 3"),
    "4-5": Text("hạng 4–5", "rank 4–5"),
    "6-10": Text("hạng 6–10", "rank 6–10"),
    "11+": Text("sau hạng 10", "after rank 10"),
    "none": Text("không thấy", "not found"),
}

TITLE = Text("Báo cáo đánh giá Hỏi Báo", "Hỏi Báo evaluation report")
N = Text("Số câu", "Questions")
SHARE = Text("Tỉ lệ", "Share")
INTERVAL = Text("Khoảng tin cậy 95%", "95% interval")
VALUE = Text("Giá trị", "Value")
MEASURE = Text("Thước đo", "Metric")
RIGHT = Text("Trả lời đúng", "Answered right")
REFUSED_RIGHT = Text("Từ chối đúng lúc", "Rightly refused")
CATEGORY = Text("Loại câu hỏi", "Kind of question")


def name_of(known: dict[str, Text], key: str) -> Text:
    """The word for it, or its own name where it is a site's own."""
    return known.get(key) or same(key)


def metric_name(key: str) -> Text:
    """The word for a metric, those of each stage's time included."""
    for end, form in (("_p50_ms", STAGE_MEDIAN), ("_p95_ms", STAGE_95)):
        if key not in METRICS and key.startswith("latency_") and key.endswith(end):
            return form.fill(stage=name_of(STAGES, key.removeprefix("latency_").removesuffix(end)))
    return name_of(METRICS, key)
