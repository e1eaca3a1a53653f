"""What the letters of a document's number tell of it."""

import pytest

from rag.documents import is_another_kind


@pytest.mark.parametrize(
    ("question", "number", "another"),
    [
        ("nghị quyết nào nói về kinh tế biển", "số 14-nq/hu", False),
        ("nghị quyết nào nói về kinh tế biển", "số 86/kh-ubnd", True),  # a plan
        ("số quyết định công nhận xã sơn hạ", "1187/qđ-ubnd", False),
        ("số quyết định công nhận xã sơn hạ", "61-kh/hu", True),
        ("văn bản nào nói về kinh tế biển", "số 86/kh-ubnd", False),  # of any kind
        ("tôi cần số của nghị quyết hđnd tỉnh quy định mức hỗ trợ", "37/2024/nq-hđnd", False),
        ("tôi cần số của nghị quyết hđnd tỉnh quy định mức hỗ trợ", "số 14-nq/hu", True),  # the Party's district committee
        ("kế hoạch của ubnd huyện mang số mấy", "118/kh-ubnd", False),
        ("kế hoạch của ubnd huyện mang số mấy", "61-kh/hu", True),
        ("kế hoạch của ubnd huyện triển khai nghị quyết về dân cư mang số hiệu nào", "47/kh-ubnd", False),  # two are named
        ("văn bản số mấy quy định việc đỡ đầu hộ nghèo", "681-ct/đu", False),  # a verb
        ("công văn nào nhắc vụ 3", "352/ubnd-kt", False),  # its letters tell the office alone
    ],
)
def test_letters_tell_the_kind_and_who_issued_it(question, number, another):
    assert is_another_kind(question, number) is another
