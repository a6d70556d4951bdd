"""Projects built from objects of two compilers: which file, function and line of the subject's breaks the test?"""
