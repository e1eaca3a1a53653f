"""Another system to ask over HTTP: where it is, which form it speaks, and how its refusals are told."""

import re
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import SecretStr

from corpus import HoiBaoError, clean

Kind = Literal["hoibao", "openai"]
KINDS: tuple[Kind, ...] = ("hoibao", "openai")
TIMEOUT = 120.0  # seconds of one answer
# How Vietnamese systems say that they do not know; looked for at the head of an answer, where a refusal says so.
REFUSAL = (
    r"không (tìm thấy|tìm được|có thông tin|đủ thông tin|có dữ liệu|có đủ|thể trả lời|trả lời được|đề cập|nhắc đến|nêu|rõ|biết)"
    r"|chưa (có thông tin|có dữ liệu|tìm thấy|đủ thông tin|đề cập|nêu|rõ)"
    r"|xin lỗi|rất tiếc"
)
REFUSAL_WITHIN = 200  # characters


@dataclass(frozen=True)
class Endpoint:
    """Can be pickled; its key is shown nowhere."""

    url: str
    kind: Kind = "hoibao"
    model: str = ""
    key: SecretStr = field(default_factory=lambda: SecretStr(""))
    refusal: str = REFUSAL
    timeout: float = TIMEOUT

    @property
    def address(self) -> str:
        """What questions are posted to."""
        base = self.url.rstrip("/")
        if self.kind == "hoibao":
            return f"{base}/api/ask"
        return f"{base}/chat/completions" if urlsplit(base).path else f"{base}/v1/chat/completions"

    def is_refusal(self, text: str) -> bool:
        """Whether the head of an answer says that there is none."""
        return re.search(self.refusal, clean(text)[:REFUSAL_WITHIN], re.IGNORECASE) is not None

    def facts(self) -> dict[str, Any]:
        """What its answers depend on, for the report; without the key."""
        known: dict[str, Any] = {"endpoint": self.url, "endpoint_kind": self.kind}
        if self.kind == "openai":
            known |= {"endpoint_model": self.model, "refusal_pattern": self.refusal}
        return known


def checked_url(url: str) -> str:
    """The address without blanks; raises HoiBaoError for what is none, or what would put a secret into a report."""
    found = url.strip()
    try:
        parts = urlsplit(found)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or parts.username or parts.password or parts.query or parts.fragment:
        raise HoiBaoError(
            "--endpoint is no address such as http://127.0.0.1:7860",
            mend="give scheme, host, port and path alone; a key goes into a variable that --endpoint-key-env names",
            vietnamese="Địa chỉ của hệ thống được hỏi không dùng được.",
        )
    return found
