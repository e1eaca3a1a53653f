"""Questions -> answers -> metrics -> report. Import from its modules: `from eval.sets.questions import load_questions`."""

from eval.sets.questions import Question, load_questions
from eval.sets.squad import load_squad

__all__ = ["Question", "load_questions", "load_squad"]
