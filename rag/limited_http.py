"""An HTTP transport for a server that is not trusted to be well-behaved: so many bytes of an answer and no more."""

from collections.abc import AsyncIterator

import httpx

MAX_BYTES = 4 * 1024 * 1024  # of one response; a streamed token takes some 300 bytes of JSON


class TooLongError(Exception):
    """The response goes on behind its limit."""


class LimitedTransport(httpx.AsyncHTTPTransport):
    """No proxy, no setting from the environment, no second try; a response is cut off behind `max_bytes`."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        super().__init__(trust_env=False, retries=0)
        self._max_bytes = max_bytes

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _Limited(response.stream, self._max_bytes)
        return response


class _Limited(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, left: int) -> None:
        self._stream = stream
        self._left = left

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            self._left -= len(part)
            if self._left < 0:
                raise TooLongError("the response is too long")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
