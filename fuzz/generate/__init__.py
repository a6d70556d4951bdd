"""The value-tracking generator: C programs with no undefined behaviour, and the output each one prints."""
