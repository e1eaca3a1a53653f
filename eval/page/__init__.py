"""The report as one self-contained HTML page, in Vietnamese and English: no script, no outside file, every text escaped."""

from eval.page.document import report_page
from eval.page.links import web_base
from eval.page.plots import require_plotting

__all__ = ["report_page", "require_plotting", "web_base"]
