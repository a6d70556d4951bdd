/* The runtime as one unit: none of its names but oracle_... and strict_... can meet one of the program's. */
#define _GNU_SOURCE
#include "runtime.h"

#include <errno.h>
#include <fenv.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "runtime.c"
#include "library.c"
#include "streams.c"
#include "system.c"
