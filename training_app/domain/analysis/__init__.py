"""The analysis: one check for the command line, the Studio and the tests."""

from training_app.domain.analysis.codes import CODES
from training_app.domain.analysis.figures import Figures
from training_app.domain.analysis.report import Analysis, analyse

__all__ = ["CODES", "Analysis", "Figures", "analyse"]
