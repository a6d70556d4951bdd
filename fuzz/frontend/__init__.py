"""Broken programs for the front end: it must refuse them in words, and never fall over."""
