"""What can go wrong with one question of a pipeline that is not ours to mend."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Failure:
    """Why a question has no answer; `is_gone`: so might any question, the pipeline does not answer at all."""

    cause: str
    is_gone: bool = False


class FailedError(Exception):
    """A question without an answer."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


class BusyError(FailedError):
    """The pipeline wants to be asked again after so many seconds."""

    def __init__(self, failure: Failure, seconds: float) -> None:
        super().__init__(failure)
        self.seconds = seconds
