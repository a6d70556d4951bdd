"""A thin writer of LLVM IR text.

It has the method names of llvmlite's IRBuilder, but a type is its spelling ("i32", "ptr", "[4 x i32]") and a value
is its operand ("%7", "@f", "42"): writing lines is about fifty times faster than building objects. llvmlite parses
and verifies the result.
"""
