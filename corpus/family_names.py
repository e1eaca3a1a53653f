"""The commonest Vietnamese family names (they cover well over nine people in ten) and those frequent among the larger minorities.

As match keys; the first syllable of a person's name.
"""

FAMILY_NAMES = frozenset(
    """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đào đoàn trịnh trương lâm mai tô tạ hà
    cao châu chu đàm điêu giàng hạng hầu hứa kiều kim la lại lò lù lường lương lưu ma mạc mã mùa nông ninh nghiêm ông phùng
    quách quàng quan sùng tăng thào thái thân tòng tống triệu từ tráng vàng vi viên vừ vương xa đèo bàn bế lục lầu sầm thạch
    chảo phàn tẩn thền chẩu cháng hảng khúc doãn giáp kha khổng lã nhâm nhữ phí thẩm thiều tôn uông cầm cấn chử đới đổng
    lèng lèo liêu mè ngải nồng sồng xồng khà mấu danh điểu siu ksor kpă rcom rmah puih niê mlô byă kbuôr êban rơ
    """.split()
)  # fmt: skip
