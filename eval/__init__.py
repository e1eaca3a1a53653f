"""Questions -> answers -> metrics -> report. Import from its modules: `from eval.questions import load_questions`."""

from eval.questions import Question, load_questions
from eval.squad import load_squad

__all__ = ["Question", "load_questions", "load_squad"]
