"""The Vietnamese that questions are made of: closed classes of words, no names, no facts.

All entries are match keys (lower case, old-style tones).
"""

from typing import Literal

Kind = Literal["number", "percent", "person", "office", "date", "id", "quote", "list", "why_how", "place", "other"]

# Kinds of question that a figure answers.
FIGURES: frozenset[Kind] = frozenset(("number", "percent"))

# Kinds that the sentence of one place, thing or person never answers for another one.
EXACT: frozenset[Kind] = FIGURES | {"date", "id", "person"}

# Words that ask or join and carry no content; they count neither for nor against a passage. Words that can decide
# a question (trên, hơn, năm, số, nữ, mới, tăng, giảm) are kept out of this list on purpose.
FUNCTION_WORDS = frozenset(
    """
    ai gì nào đâu sao bao nhiêu mấy là có của và ở tại trong ngoài cho với từ về thì mà những các đã đang sẽ được bị do bởi
    này kia đó ấy theo khi lúc như thế vậy hay hoặc không ạ à nhỉ nhé ơi xin hỏi hãy biết cho nêu kể tên ra đến tới vào lên
    để vì tại nhờ nhằm cùng cũng còn rồi lại thêm nữa rất quá gồm bao gồm cụ thể hiện nay hiện tại hiện thời gian qua vừa mỗi
    một cái chiếc người việc sự điều cách phần chính bằng trước sau tôi mình em anh chị bạn bài báo viết nói rằng đây làm việc
    hỏi giúp muốn cần thông tin câu trả lời dùng gọi tất cả toàn
    """.split()
)

# Content words that say nothing of what is asked about: "Tổng cộng là bao nhiêu?", "Ai ban hành?", "Tăng mấy phần trăm?".
OF_NOTHING = frozenset(
    """
    tổng cộng số lượng tăng giảm vượt chiếm đạt nhiều ít đông hơn nhất tỷ tỉ lệ phần trăm ban hành ký thông nội dung nguồn
    nơi bên chỗ hai ba ngày tháng năm tuổi rõ kỹ chi tiết xem vậy gộp lên xuống % được còn
    """.split()
)

# As a pattern: a text with none of these words asks for no name, figure, time or reason.
INTERROGATIVES = r"\b(?:bao nhiêu|mấy|ai|gì|nào|đâu|sao|bao giờ)\b"

# A question for a cause.
CAUSE_ASKED = (
    "vì sao", "tại sao", "nhờ đâu", "vì đâu", "do đâu", "nguyên nhân", "lý do", "lí do", "sao lại",
    "nhằm mục đích gì", "cớ gì", "cớ sao", "cớ chi", "nguyên do", "căn nguyên", "sao có", "sao không", "sao chưa",
    "sao mà", "vì lẽ gì", "lẽ gì", "bởi đâu", "tại đâu", "do gì", "vì chuyện gì",
)  # fmt: skip

# What a question asks for -> the words that show it; the first kind that fits wins, so the order matters.
ASKING: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("why_how", CAUSE_ASKED),
    ("office", ("chức vụ gì", "chức danh gì", "chức vụ nào", "chức danh nào", "giữ chức", "đảm nhiệm chức", "làm chức gì",
                "cương vị gì", "cương vị nào", "chức trách gì", "vai trò gì", "hiện là gì", "đang là gì", "chức gì",
                "làm gì ở", "cấp bậc", "quân hàm", "lo mảng", "phụ trách mảng", "mảng nào", "quản lý phòng nào",
                "phụ trách gì", "lo việc gì", "phụ trách việc gì", "lãnh đạo gì", "phụ trách ban nào")),
    ("id", ("số hiệu", "ký hiệu", "văn bản nào", "nghị quyết nào", "chỉ thị nào", "quyết định nào", "nghị quyết số mấy",
            "chỉ thị số mấy", "nghị quyết số bao nhiêu", "chỉ thị số bao nhiêu", "nghị quyết mang số", "mang số",
            "số bao nhiêu",
            "số mấy", "nghị quyết gì", "chỉ thị gì", "kế hoạch số", "quyết định số mấy", "thông tư nào", "công văn nào")),
    ("date", ("khi nào", "bao giờ", "lúc nào", "ngày nào", "năm nào", "tháng nào", "ngày mấy", "tháng mấy", "năm mấy",
              "ngày tháng nào", "hôm nào", "bữa nào", "hồi nào",
              "thời điểm nào", "thời gian nào", "giai đoạn nào", "nhiệm kỳ nào", "ngày bao nhiêu", "ngày tháng năm nào",
              "đến năm bao nhiêu", "năm bao nhiêu", "vào ngày", "mốc nào", "mốc thời gian", "hạn chót nào", "hạn chót là",
              "hạn cuối là", "thời hạn nào")),
    ("percent", ("bao nhiêu phần trăm", "bao nhiêu %", "mấy phần trăm", "mấy %", "tỷ lệ", "tỉ lệ", "phần trăm",
                 "đạt bao nhiêu so", "chiếm bao nhiêu")),
    ("number", ("bao nhiêu", "mấy", "số lượng", "tổng số", "con số", "cỡ nào", "được nhiêu", "là nhiêu")),
    ("person", ("là ai", "ai là", "do ai", "người nào", "ông nào", "bà nào", "đồng chí nào", "vị nào", "thầy nào", "cô nào",
                "anh nào", "chị nào", "em nào",
                "bác sĩ nào", "tên là gì", "tên gì", "tên họ là gì", "tên họ gì",
                "cán bộ nào", "của ai", "ai", "phóng viên nào", "tác giả nào", "nhà báo nào", "tên của", "họ tên",
                "tên vị", "tên ông", "tên bà", "tên người", "tên đồng chí")),
    ("quote", ("phương châm", "khẩu hiệu", "châm ngôn", "câu nói", "câu nào", "tiêu ngữ", "cụm từ", "từ gì", "ví với", "ví như",
               "ví von", "mệnh danh", "gọi là gì", "tên gọi")),
    ("list", ("gồm những", "bao gồm", "những gì", "những ai", "kể tên", "liệt kê", "kể ra", "gồm các", "các loại", "nêu các",
              "nêu những")),
    ("why_how", ("như thế nào", "thế nào", "ra sao", "làm gì", "làm sao", "bị sao", "thì sao",
                 "bằng cách nào", "cách nào", "giải pháp", "biện pháp",
                 "để làm gì", "có ý nghĩa gì", "mục đích gì")),
    ("place", ("ở đâu", "nơi nào", "đâu", "chỗ nào", "địa bàn nào", "xã nào", "huyện nào", "tỉnh nào", "thành phố nào",
               "phường nào", "bản nào", "thôn nào", "địa phương nào", "khu nào")),
)  # fmt: skip

# The head nouns of offices in Party, state, army and mass organisations. "phó" before one makes it another office.
OFFICE_HEADS = (
    "bí thư", "chủ tịch", "trưởng ban", "trưởng phòng", "giám đốc", "chính trị viên", "chính ủy", "đội trưởng", "đồn trưởng",
    "chủ nhiệm", "trưởng khu", "trưởng thôn", "trưởng bản", "tổ trưởng", "thủ trưởng", "ủy viên", "chánh văn phòng",
    "chánh thanh tra",
    "viện trưởng", "hiệu trưởng", "bộ trưởng", "thứ trưởng", "thủ tướng", "tổng bí thư", "chỉ huy trưởng", "trưởng công an",
    "tổng giám đốc", "phóng viên", "trưởng đoàn", "trưởng trạm", "trạm trưởng", "hạt trưởng",
    "trưởng xóm", "trưởng ấp", "trưởng làng", "trưởng buôn", "trưởng khóm", "trưởng khối", "trưởng khoa", "chi hội trưởng",
    "kế toán trưởng", "tổng biên tập", "thuyền trưởng", "chánh án", "cục trưởng", "vụ trưởng", "tham mưu trưởng",
)  # fmt: skip
# Bodies that an office belongs to -> the one name they are compared under.
BODIES = {
    **{
        body: body
        for body in (
            "chi bộ",
            "đảng ủy",
            "huyện ủy",
            "thành ủy",
            "tỉnh ủy",
            "thị ủy",
            "quận ủy",
            "đoàn thanh niên",
            "đoàn",
            "huyện đoàn",
            "tỉnh đoàn",
            "thành đoàn",
            "thị đoàn",
            "xã đoàn",
        )
    },
    **dict.fromkeys(("ubnd", "ủy ban nhân dân"), "ubnd"),
    **dict.fromkeys(("hđnd", "hội đồng nhân dân"), "hđnd"),
    **dict.fromkeys(("mttq", "ủy ban mttq", "mặt trận tổ quốc", "ủy ban mặt trận tổ quốc"), "mttq"),
    **{body: body for body in ("hội nông dân", "hội phụ nữ", "hội cựu chiến binh", "hội liên hiệp phụ nữ", "liên đoàn lao động")},
}
RANKS = ("đại tướng", "thượng tướng", "trung tướng", "thiếu tướng", "đại tá", "thượng tá", "trung tá", "thiếu tá", "đại úy",
         "thượng úy", "trung úy", "thiếu úy")  # fmt: skip
HONORIFICS = ("đồng chí", "ông", "bà", "anh", "chị", "thầy", "cô", "tác giả", "phóng viên", "nhà báo", "bác sĩ", "giáo sư",
              "cụ", "em", "già làng", *RANKS)  # fmt: skip

# Numbers that are written as one word, with their values.
NUMBER_WORDS = {word: value for value, word in enumerate("một hai ba bốn năm sáu bảy tám chín mười".split(), 1)}

# Parts of a commune or a ward, in every region.
SETTLEMENTS = ("thôn", "bản", "khu", "ấp", "làng", "khu phố", "xóm", "khóm", "buôn", "phum", "sóc", "tổ dân phố")
# Places that a text calls by their area word and their name.
NAMED_AREAS = (*SETTLEMENTS, "xã", "phường", "thị trấn", "huyện", "tỉnh")
# Units of administration and organisation that stand before a place's name.
AREA_WORDS = (*SETTLEMENTS, "thành phố", "tỉnh", "huyện", "thị xã", "quận", "xã", "phường", "thị trấn", "tp", "tx",
              "đồn biên phòng", "thành ủy", "huyện ủy", "tỉnh ủy", "thị ủy", "đảng bộ", "chi bộ", "đồn", "ban",
              "đảng ủy")  # fmt: skip

# The larger holds the smaller.
AREA_RANKS = {
    **dict.fromkeys(("tỉnh", "tỉnh ủy"), 5),
    **dict.fromkeys(("thành phố", "tp", "thành ủy"), 4),
    **dict.fromkeys(("huyện", "thị xã", "quận", "tx", "huyện ủy", "thị ủy"), 3),
    **dict.fromkeys(("xã", "phường", "thị trấn", "đồn", "đồn biên phòng"), 2),
    **dict.fromkeys((*SETTLEMENTS, "chi bộ"), 1),
}

# First syllables of the peoples of Vietnam that stand before a place's name: "người Mông Nậm Chéo".
PEOPLES = frozenset(
    "kinh tày thái mường khmer hoa nùng mông hmông dao ngái sán xơ hrê chăm raglai mnông thổ kháng mảng giáy lào lự lô cống si "
    "pu khơ hà xinh chứt la giẻ cơ tà rơ brâu ơ ê gia ba bru co mạ chu".split()
)

# Before a number they say that it is a change or a target, not what there is.
CHANGE_WORDS = ("kết nạp", "thành lập", "lập mới", "phát triển", "bổ sung", "tăng", "giảm", "vượt", "phấn đấu", "chỉ tiêu",
                "xóa", "khen thưởng", "kỷ luật", "tuyển", "bồi dưỡng", "xây mới")  # fmt: skip
PERSON_UNITS = ("người", "nhân khẩu", "đồng chí", "đảng viên", "đoàn viên", "hội viên", "cán bộ", "quần chúng",
"học sinh", "lao động",
                "công nhân", "chiến sĩ", "thành viên", "đại biểu", "hộ dân")  # fmt: skip
# Written short in the text ("186 m"), so that the word itself need not stand there.
MEASURES = frozenset(
    "mét m km ki-lô-mét ha héc-ta tấn tạ yến cân lạng kg ki-lô-gam lít sào đồng tiền giờ phút ngày tháng năm tuổi vnđ usd".split()
)
SCALES = ("nghìn", "ngàn", "trăm", "chục", "triệu", "tỷ", "tỉ")
QUALIFIERS = ("trên", "hơn", "gần", "khoảng", "dưới", "xấp xỉ", "chừng", "ít nhất", "tối thiểu", "tối đa", "gần như")
