"""Bisection: which stage, pass, function and line answers for a divergence?"""

from oracle.bisect.attribute import NotAttributable, attribute
from oracle.bisect.attribution import Attribution, Probe, Stage

__all__ = ["Attribution", "NotAttributable", "Probe", "Stage", "attribute"]
