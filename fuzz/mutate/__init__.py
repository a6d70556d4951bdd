"""Variants of existing programs that must print the same: equivalence modulo inputs, and rewritings that keep values.

Le, Afshari, Su, "Compiler validation via equivalence modulo inputs", PLDI 2014; Sun, Le, Su, "Finding compiler bugs
via live code mutation", OOPSLA 2016.
"""
