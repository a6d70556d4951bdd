"""The back end, through llvmlite: verify, optimise, emit code, link.

Nothing here is imported before it is needed: importing llvmlite costs more than the rest of minicc.
"""
