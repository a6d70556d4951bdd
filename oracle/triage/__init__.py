"""Triage: divergences grouped into distinct bugs, and bugs kept as regression tests."""

from oracle.triage.signature import Signature, signature_of
from oracle.triage.triage import Bug, Example, bugs_of, count_of, counted

__all__ = ["Bug", "Example", "Signature", "bugs_of", "count_of", "counted", "signature_of"]
