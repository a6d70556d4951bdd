"""The back end, through llvmlite: verify, optimise, emit code, link.

Nothing here is imported before it is needed: loading LLVM takes 8 ms.
"""
