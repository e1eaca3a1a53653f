"""The one error that is meant for a person."""


class HoiBaoError(Exception):
    """Something a person can mend: bad input, a missing file, a damaged index.

    The command line prints `message: mend` on one line and exits with 2 (input) or 1 (damage);
    the page shows `vietnamese`, an administrator's page also `cure`, the mend in Vietnamese; the log has both.
    """

    def __init__(self, message: str, *, mend: str, vietnamese: str, cure: str = "", exit_code: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend
        self.vietnamese = vietnamese
        self.cure = cure
        self.exit_code = exit_code

    def __str__(self) -> str:
        return f"{self.message}: {self.mend}"
