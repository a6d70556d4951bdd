"""Where the numbers in docs/performance.md come from: `python -m bench.compile`, `bench.startup`, `bench.runtime`,
`bench.yields`."""
