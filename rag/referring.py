"""How Vietnamese follow-ups refer to what was said before: the patterns of rag/followup.py; closed classes, no names."""

import re

from rag.wording import AREA_WORDS, OFFICE_HEADS

AREAS = "|".join(sorted(AREA_WORDS, key=len, reverse=True))
PLACES = "thành phố|thị trấn|thị xã|khu phố|tỉnh|huyện|quận|xã|phường|thôn|bản|khu|ấp|làng|đồn"
THAT = r"(?:này|đó|ấy|kia|nói trên|nêu trên|vừa nêu)"
YEAR = r"(?:19|20)\d\d"

LEAD = re.compile(
    r"^(?:(?:vậy|thế|rồi|và|nhưng|ừ|à)[ ,]+){0,3}(?:còn|thế|vậy|riêng|và) (?!nào\b|lại\b|bao nhiêu\b|mấy\b|giới\b|là\b)(?:thì )?",
    re.I,
)
TAIL = re.compile(
    r",?(?: thì)? (?:sao|thế nào|như thế nào|ra sao|(?:là |có |được |có được )?(?:bao nhiêu|mấy)(?: người)?|là (?:ai|gì)|khi nào)"
    r"(?: (?:hả|ạ|nhỉ|vậy|rồi|thế|nữa))?$",
    re.I,
)
PREPOSITION = re.compile(r"^(?:ở|tại|với|về|của|cho|trong|bên|đối với|vào|trường hợp) ", re.I)
PART = r"(?:(?:cả|trọn)|(?:(?:đầu|cuối) )?\d{1,2} tháng(?: (?:đầu|cuối))?|nửa (?:đầu|cuối))"  # of a year
PERIOD = re.compile(
    rf"(?<![\w/-])(?:(?:từ|trong|vào|đến|tới|sang|hồi) )?(?:(?:đầu|cuối|giữa|hết) |{PART} (?=năm \w))?"
    r"(?:(?:nhiệm kỳ|giai đoạn|năm học|niên vụ|vụ|năm|tháng|quý|ngày) "
    r"(?:\d+(?:[/.]\d+){0,2}(?:\s?[-–]\s?\d{4})?|[IV]+\b|ngoái|nay|(?:liền )?(?:trước|sau)(?: (?:đó|nữa))?|kế tiếp|tiếp theo)"
    rf"(?: năm {YEAR})?|{YEAR}(?:\s?[-–]\s?{YEAR})?|{PART} năm)(?![\w/-])",
    re.I,
)
OFFICE = re.compile(
    rf"\b(?:(?:phó|nguyên|quyền) )?(?:{'|'.join(sorted(OFFICE_HEADS, key=len, reverse=True))})\b(?: (?:thường trực|thứ nhất))?"
    r"(?: (?:UBND|HĐND|MTTQ|Ủy ban nhân dân|Hội đồng nhân dân|Ủy ban MTTQ))?",
    re.I,
)
# Words that narrow down what is counted rather than name another thing: "đảng viên" + "nữ".
NARROWS = re.compile(
    r"(?:là )?\b(?:nữ|nam|trẻ|mới|dự bị|chính thức|người|dân tộc|DTTS|nghèo|cận nghèo|thoát nghèo|ngoài|dưới|trong|từ)\b", re.I
)
MORE = re.compile(r"\b(?:nhiều|ít|đông) (?P<noun>[^\W\d_]+(?: [^\W\d_]+){0,4}?) hơn\b", re.I)
PERSON = re.compile(
    rf"\b(?P<title>ông|bà|anh|chị|cô|thầy|đồng chí|cán bộ|người|vị|tác giả|phóng viên) (?:{THAT}|ta)\b"
    r"|^(?P<bare>ông|bà|đồng chí)(?= (?:giữ|là|làm|sinh|quê|đang|đã|hiện|công tác|có|nói|cho biết)\b(?! (?:thể|ý kiến)\b))",
    re.I,
)
THERE = re.compile(
    rf"(?P<at>\b(?:ở|tại) )?\b(?P<noun>nơi|chỗ|địa phương|địa bàn|đơn vị|(?<!văn )(?:{PLACES})) {THAT}(?!\w)"
    r"|\b(?P<here>ở|tại) (?:đó|đây|đấy|kia)\b",
    re.I,
)
# "Huyện có bao nhiêu hộ?" where the talk is about one; not "các huyện", "hợp tác xã", "mấy xã".
AREA_ALONE = re.compile(
    rf"(?:^|(?<=vì sao )|(?<=tại sao )|(?<=toàn )|(?<=thì )|(?<=của )|(?<=ở )|(?<=trong )|(?<=20\d\d ))(?P<noun>{PLACES})"
    r"(?=$|[ ,]+(?:có|còn|đã|đang|được|làm|kết|đạt|hiện|sẽ|là|gồm|thành|đặt|đề|thì|bao nhiêu|gặp|cần|phải|vượt)\b)",
    re.I,
)
AMONG = re.compile(rf"\btrong (?:(?:tổng )?số )?(?:{THAT}|họ)(?!\w)[ ,]*", re.I)
FIGURE = re.compile(rf"\b(?:con )?số {THAT}(?!\w)", re.I)
THING = re.compile(rf"\b((?:[^\W\d_]+ ){{1,3}}){THAT}(?!\w)", re.I)
PAPER = "nghị quyết|chỉ thị|kế hoạch|quyết định|nghị định|thông tư|công văn|hướng dẫn|quy định|kết luận|đề án|chương trình|luật"
# No thing: "sau đó", "do đó" join sentences.
NO_THING = frozenset(str.split("sau trước do vì nhờ từ khi lúc theo qua cạnh cùng như ngoài đến với là ở tại trong để"))
# "Đạt bao nhiêu phần trăm?" behind a count asks for the share of what was counted; "Ai ban hành?" behind a paper for its maker.
SHARE = re.compile(
    r"^(?:(?:như )?(?:vậy|thế) )?(?:(?:là|thì) )?(?P<what>(?:đạt|chiếm|tương đương|bằng) (?:được )?"
    r"(?:bao nhiêu|mấy) (?:phần trăm|%)"
    r"(?: (?:kế hoạch|chỉ tiêu|mục tiêu)(?: (?:được )?(?:giao|đề ra|năm))?)?)$",
    re.I,
)
OF_A_PLAN = re.compile(r"\bđạt (?:được )?(?:bao nhiêu|mấy) (?:phần trăm|%)$", re.I)  # what is reached is a plan, said or not
# "Tăng bao nhiêu?", "Vì sao giảm?": how the count changed.
CHANGED = re.compile(
    r"^(?:đã )?(?:tăng|giảm|vượt|hụt)(?: (?:lên|xuống|thêm|được|đi))? (?:bao nhiêu|mấy)(?: (?:phần trăm|%|người|lần))?$", re.I
)
WHY_CHANGED = re.compile(r"^(?P<why>vì sao|tại sao)(?: lại)? (?P<how>(?:tăng|giảm)(?: (?:nhiều|ít|mạnh|lên|xuống|đi))*)$", re.I)
# "Kể tên", "Là những xã nào?", "Gồm những gì?" behind a count ask for what was counted.
WHICH_ONES = re.compile(
    r"^(?:(?:hãy )?(?:kể|nêu)(?: rõ)?(?: tên| ra)(?: (?:giúp|cho) (?:tôi|mình|em))?|(?:đó )?(?:là|gồm) (?:những|các) "
    r"(?:gì|(?P<noun>(?!ai\b)[^\W\d_]+(?: [^\W\d_]+){0,3}) nào))$",
    re.I,
)
ISSUED = re.compile(r"^(?:ai|cơ quan nào|đơn vị nào|cấp nào) (?:đã )?(?:ban hành|ký|thông qua|ra)$", re.I)
ISSUED_WHEN = re.compile(
    r"^(?:được )?(?:ban hành|ký|thông qua|ra đời|có hiệu lực|công bố)(?: (?:vào|từ))? "
    r"(?:(?:ngày|tháng|năm|lúc) nào|khi nào|bao giờ|ở đâu)$"
    r"|^do (?:ai|cơ quan nào|đơn vị nào) (?:ban hành|ký|thông qua|ra)$",
    re.I,
)
CONTENT = re.compile(
    r"^(?P<what>(?:nội dung|mục tiêu|ý nghĩa|mục đích)(?: chính)?) (?P<asks>là gì|thế nào|ra sao|như thế nào)$", re.I
)
NUMBERED = r"\d+(?:/\d{4})?(?:[-/][^\W\d_]+)+"
IN_FULL = re.compile(
    r"^(?:(?:hãy|bạn|xin|có thể|cho (?:tôi|mình|em)|giúp (?:tôi|mình|em)) )*"
    r"(?:(?:nói|kể|giải thích|trình bày|nêu|biết|xem|thêm) )*"
    r"(?:(?:rõ|chi tiết|cụ thể|kỹ|thêm|thông tin|nữa)(?: (?:hơn|thêm|về (?:việc|điều) (?:này|đó)))*(?: |$))+"
    r"(?:(?:được|đi|với|nhé|ạ|không|giúp (?:tôi|mình|em))(?: |$))*$",
    re.I,
)
NUMBER_OF = re.compile(r"^(?:tổng )?số ", re.I)
MEASURE_OF = re.compile(
    r"^(?:chiều (?:dài|rộng|cao|sâu)|diện tích|dân số|sản lượng|năng suất|công suất|kinh phí|tổng (?:mức|vốn)|thu nhập"
    r"|doanh thu|giá|mức|tỷ lệ|tỉ lệ)\b",
    re.I,
)
LEVEL = re.compile(r"\bcấp (?:trung ương|tỉnh|thành phố|huyện|xã|cơ sở|thôn|bản)\b", re.I)
MOST_ALONE = re.compile(rf"^(?P<where>(?:{PLACES}|nơi|bên) nào) (?:có )?(?P<degree>nhiều|ít|đông) (?P<than>hơn|nhất)$", re.I)
# "Tổng cộng là bao nhiêu?", "Cả hai nơi có bao nhiêu đảng viên?": of the places asked about before.
TOTAL_ALONE = re.compile(
    rf"^(?:(?:vậy|thế|rồi|thì) )*(?:tổng cộng|cộng lại|gộp lại|tổng số|tổng|tất cả"
    rf"|(?P<several>cả (?:hai|ba|bốn|mấy)(?: (?:{PLACES}|nơi|bên|chỗ))?"
    rf"|(?:hai|ba|bốn|mấy|các|những) (?:{PLACES}|nơi|bên|chỗ)))(?: {THAT})?,?(?: (?:cộng lại|gộp lại|tổng cộng))?"
    r"(?: (?:thì|là|có|được|tất cả|tổng cộng))* (?:bao nhiêu|mấy)(?P<noun>(?: [^\W\d_]+){0,4})$",
    re.I,
)
WHY = re.compile(r"^(?:vì sao|tại sao|vì đâu|do đâu|sao|lý do|nguyên nhân)(?: lại)?(?: như)?(?: thế| vậy)?(?: là gì)?$", re.I)
WHEN = re.compile(
    r"^(?:(?:từ|vào|đến) )?(?:khi nào|bao giờ|lúc nào|(?:ngày|tháng|năm) nào|ở đâu|tại đâu|bằng cách nào|do ai|như thế nào)$",
    re.I,
)
ASKED = re.compile(
    r"\b(?:(?:là|vào|từ|do|bởi|của|ở|tại|đạt) )?(?:bao nhiêu|mấy|khi nào|bao giờ|lúc nào|(?:ngày|tháng|năm) nào|(?:như )?thế nào"
    r"|ra sao|vì sao|tại sao|phải không|đúng không|ai|gì|nào|đâu|không$)(?!\w)",
    re.I,
)
OF_TODAY = re.compile(r"\b(?:hôm nay|hôm qua|ngày mai|bây giờ|tuần này|cả nước|toàn quốc|nước ta|thế giới|thời tiết)\b", re.I)
PERSONAL = re.compile(r"^(?:(?:hiện|đang|đã|từng) )*(?:giữ|đảm nhiệm|sinh|quê|bao nhiêu tuổi|mấy tuổi|làm chức|tên)\b", re.I)
VERB_FIRST = re.compile(
    r"^(?:(?:hiện|nay|đang|đã|sẽ|cũng|cả thảy|tổng cộng|tất cả) )*"
    r"(?:có|còn|gồm|bao gồm|được|đạt|chiếm|giáp|thuộc|nằm|đã|kết nạp|thành lập)\b",
    re.I,
)
# Nouns that say nothing without an owner, so that one asked alone belongs to what the talk is about.
OWNED = re.compile(
    r"^(?:tổng )?(?:dân số|diện tích|tỷ lệ|tỉ lệ|số|số lượng|chỉ tiêu|kết quả|mục tiêu|nguyên nhân|lý do|giải pháp|biện pháp"
    r"|nhiệm vụ|khó khăn|hạn chế|thuận lợi|phương châm|kế hoạch)\b",
    re.I,
)
OFFICE_ONLY = re.compile(
    rf"(?:ai (?:đang )?(?:là|làm|giữ chức) )?(?!thủ tướng|bộ trưởng|thứ trưởng|tổng bí thư){OFFICE.pattern}"
    r"(?: (?:là|tên) (?:ai|gì|là gì))?",
    re.I,
)
REFERRING = (
    "ông bà anh chị người huyện xã tỉnh phường thôn bản khu ở trong số nơi đồng_chí trong_số con_số thành_phố địa_phương "
    "nghị_quyết chỉ_thị văn_bản kế_hoạch quyết_định"
)
FIRST_CUES = ("tổng cộng", "thế còn", "vậy còn", "còn", "thế", "vậy", "ở", "riêng")
CUES = [f"{noun} {that}".replace("_", " ") for noun in REFERRING.split() for that in ("đó", "ấy", "này")]
CUES += ["thì sao", "nói gì", "vì sao", "tại sao", "khi nào", "bao nhiêu", *FIRST_CUES]
