"""Lines of a copied web page that are no part of the article."""

import re

from corpus.text import match_key

# Compared with the whole line, without case, numbers, punctuation and symbols at either end.
_CONTROLS = frozenset(
    """
    xem thêm
    xem thêm tin
    xem tiếp
    xem chi tiết
    đọc thêm
    đọc tiếp
    đọc tiếp bài viết
    loading
    đang tải
    đang tải dữ liệu
    tải thêm
    chia sẻ
    chia sẻ bài viết
    chia sẻ bài viết này
    chia sẻ facebook
    chia sẻ lên facebook
    chia sẻ qua email
    chia sẻ zalo
    share
    tweet
    twitter
    facebook
    zalo
    email
    copy link
    sao chép liên kết
    in
    in bài
    in bài viết
    in trang
    bản in
    print
    gửi email
    gửi cho bạn bè
    lưu bài
    lưu bài viết
    bình luận
    gửi bình luận
    gửi ý kiến
    viết bình luận
    viết bình luận của bạn
    ý kiến bạn đọc
    ý kiến của bạn
    đăng nhập
    đăng ký
    đăng nhập để bình luận
    bạn cần đăng nhập để bình luận
    hãy là người đầu tiên bình luận
    chưa có bình luận
    quan tâm nhất
    mới nhất
    thích
    like
    theo dõi
    trở về
    quay lại
    về đầu trang
    lên đầu trang
    về trang chủ
    trang chủ
    trang trước
    trang sau
    bài trước
    bài sau
    tin liên quan
    bài liên quan
    bài viết liên quan
    tin cùng chuyên mục
    cùng chuyên mục
    bài cùng chuyên mục
    tin khác
    các tin khác
    tin mới
    tin mới nhất
    tin đọc nhiều
    đọc nhiều
    xem nhiều
    có thể bạn quan tâm
    nghe bài viết
    nghe đọc bài
    cỡ chữ
    phóng to
    thu nhỏ
    tăng cỡ chữ
    giảm cỡ chữ
    quảng cáo
    hủy
    gửi
    đóng
    nhập mã xác nhận
    họ tên
    họ và tên
    nội dung
    back to top
    advertisement
    read more
    """.strip().splitlines()
)
_KEYS = frozenset(match_key(line.strip()) for line in _CONTROLS)
# Controls with a number or a name inside.
_PATTERNS = re.compile(
    r"bạn còn \d+\s?/\s?\d+ ký tự"
    r"|(?:còn lại )?\d+\s?/\s?\d+ ký tự"
    r"|bạn vui lòng nhập .{1,60}"
    r"|vui lòng nhập .{1,60}"
    r"|nhập (?:nội dung|ý kiến|bình luận) .{1,60}"
    r"|(?:theo dõi|quan tâm) .{1,40} trên (?:google news|zalo|facebook|youtube).{0,20}"
    r"|\d+ (?:bình luận|lượt xem|lượt thích|chia sẻ)"
    r"|(?:lượt xem|số lần xem|đã xem|bình luận|chia sẻ|thích)\s?:?\s?\(?\d+\)?"
    r"|(?:tags?|từ khóa)\s?:?"
    r"|a[-+]|\(\d+\)"
)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def drop_noise(text: str) -> str:
    """The cleaned text without site controls and without lines that stood before, word for word.

    Cues of an interview ("Phóng viên:"), numbers and table rows may repeat.
    """
    seen: set[str] = set()
    kept: list[str] = []
    for line in text.split("\n"):
        if is_control(line):
            continue
        if line and _must_be_single(line):
            if line in seen:
                continue
            seen.add(line)
        kept.append(line)
    return "\n".join(kept)


def is_control(line: str) -> bool:
    """Whether the line is a button, a form text or a counter of the page."""
    if len(line) > 120:
        return False
    key = match_key(line).strip()
    return _EDGES.sub("", key) in _KEYS or _PATTERNS.fullmatch(key.rstrip(" .!…:")) is not None


def _must_be_single(line: str) -> bool:
    return any(c.isalpha() for c in line) and not line.endswith(":") and " | " not in line
