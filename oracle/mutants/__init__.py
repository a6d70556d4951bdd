"""Mutants of minicc: compilers with one known bug each, to measure how well the kit finds and names bugs.

A front-end mutant changes one expression or statement of minicc's own Python source (`mutate`); the changed function
replaces the healthy one in the memory of the process that compiles (`plant`), never on disk. A mutant of an LLVM pass
changes the IR behind it (`passes`). Both are plugins: `minicc -fplugin=MUTANT.py`.
"""
