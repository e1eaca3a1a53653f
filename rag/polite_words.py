"""How Vietnamese greets, thanks and asks who is there: the patterns of rag/courtesy.py over match keys; closed classes."""

ADDRESSED = (
    *("bạn", "các bạn", "anh", "chị", "em", "cô", "chú", "ad", "admin", "bot", "chatbot", "trợ lý", "hỏi báo", "mọi người"),
    *("cả nhà", "quý báo", "tòa soạn", "ban biên tập", "quý vị", "tất cả", "báo"),
)
SOFTENERS = (
    *("ạ", "nhé", "nha", "nhá", "nghe", "nhiều", "rất nhiều", "lắm", "nhiều lắm", "trước", "ơi", "với", "rồi", "vậy", "thế"),
    *("hả", "nhỉ", "đấy", "à", "đã giúp", "đã trả lời", "vì đã giúp"),
)
GREETINGS = (
    r"(?:(?:xin|kính|em|mình|tôi) )*chào(?: buổi (?:sáng|trưa|chiều|tối))?",
    *("hello", "hi", "hey", "alo+", "hê lô", "good morning"),
    *("rất vui được gặp", "lâu rồi không gặp", "có ai (?:ở đó|đây) không"),
)
THANKS = (r"(?:(?:xin|rất|chân thành|vô cùng|tôi|mình|em) )*(?:cảm|cám) ơn", "thanks?", "thank you", "tks", "thks")
FAREWELLS = (
    *(r"(?:(?:xin|chào) )*tạm biệt", r"(?:xin )?hẹn gặp lại", r"(?:bye )?bye", "goodbye", "chào nhé", "ngủ ngon"),
    r"chúc (?:\w+ ){0,3}(?:ngày|buổi \w+|tối|cuối tuần) (?:mới )?(?:tốt lành|vui vẻ|vui)",
)
ACKNOWLEDGED = (
    *("ok", "oke", "okay", "được rồi", "được", "hay quá", "hay lắm", "tuyệt(?: vời| quá)?", "tốt(?: quá| lắm)", "rõ rồi"),
    *("(?:mình |tôi |em )?hiểu rồi", "đúng rồi", "vâng", "dạ", "ừ", "giỏi quá", "hữu ích quá"),
)
_SELF = "(?:bạn|em|mày|hệ thống|hệ thống này|trợ lý|bot|chatbot|trang này|trang web này|công cụ này|hỏi báo|đây)"
_ME = "(?:tôi|mình|em|tớ)"
_MACHINE = "(?:người|máy|robot|rô bốt|bot|ai|trí tuệ nhân tạo|chatgpt|con người)"
_WHAT = "(?:những |các )?(?:gì|việc gì|câu gì|câu hỏi gì|câu hỏi nào|câu nào)"
IDENTITY_QUESTIONS = (
    rf"{_SELF} (?:là|tên|tên là) (?:ai|gì|cái gì|con gì)",
    rf"{_SELF} (?:có phải )?là {_MACHINE}(?: thật)?(?: hay(?: là)? {_MACHINE})?(?: (?:phải )?không)?",
    rf"(?:ai|công ty nào) (?:đã )?(?:tạo ra|làm ra|viết ra|xây dựng) {_SELF}",
    r"(?:hãy |bạn hãy )?giới thiệu (?:về )?(?:bản thân|mình)(?: bạn)?",
)
ABILITY_QUESTIONS = (
    rf"{_SELF} (?:có thể |có |sẽ )?(?:làm|giúp|hỗ trợ|trả lời|biết)(?: (?:cho )?{_ME})?(?: được)? {_WHAT}(?: cho {_ME})?",
    rf"{_ME} (?:có thể |được |nên )*hỏi(?: bạn)?(?: được)? {_WHAT}(?: ở đây)?",
    r"(?:hỏi|dùng|sử dụng)(?: được)? (?:gì|thế nào|như thế nào|ra sao)(?: (?:ở đây|đây))?",
    r"(?:hướng dẫn|cách)(?: (?:sử dụng|dùng|hỏi|đặt câu hỏi))?(?: (?:trang này|hệ thống|chatbot))?",
    rf"{_SELF} (?:dùng|sử dụng|hoạt động) (?:để làm gì|thế nào|như thế nào|ra sao)",
    *(rf"{_SELF} (?:để )?làm gì", "trợ giúp", "help"),
)
# They open a question and carry none of it.
_PLEASE = "(?:làm ơn|vui lòng|xin|xin vui lòng|nhờ bạn|bạn có thể|bạn|anh|chị|hãy)"
ASK_LEADS = (
    rf"(?:{_PLEASE} )*cho (?:tôi|mình|em|tớ|hỏi|chúng tôi)(?: (?:được )?(?:hỏi|biết|xin hỏi))?"
    r"(?: (?:chút|một chút|tí|một câu|với|là|rằng|nhé|ạ))*",
    rf"(?:{_PLEASE} )+cho biết(?: (?:là|rằng))?",
    rf"{_ME} (?:đang )?(?:muốn|cần|xin|định) (?:hỏi|biết|tìm hiểu)(?: (?:là|rằng|một chút|chút|xem))*",
    *(r"(?:xin|xin được|xin phép) hỏi(?: (?:là|rằng))?", r"(?:bạn|anh|chị|ad|bot|trợ lý) ơi"),
)
