/* A walk over a C library: what it prints is decided by the standards, by POSIX or by the library's own source. */
#define _GNU_SOURCE
#include <fnmatch.h>
#include <getopt.h>
#include <iconv.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <regex.h>
#include <search.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

static unsigned seed = 12345;

static unsigned next(void)
{
    return seed = seed * 1103515245 + 12345;
}

static void formats(void)
{
    char text[200];
    int written = 0;
    printf("%d %+5i|%-8u|%08x %#o %lld %zu %hhd\n", -5, 7, 42u, 0xbeefu, 8, -1LL << 40, sizeof(long), 300);
    printf("%f %.3e %g %G %a %La %.0f %10.4Lf\n", 1 / 3.0, 12345.678, 1e-5, 1e20, 0.1, 0.1L, 2.5, 3.14159265358979L);
    printf("%.40g|%.25Le|%s|%.3s|%c|%p|%%%n\n", 0.1, 1e-4930L, "text", "abcdef", 'x', (void *)0x1234, &written);
    printf("%2$s %1$d\n", 9, "again");
    printf("%ls %lc %f %f %F\n", L"wide", L'w', INFINITY, -NAN, NAN);
    printf("%d %s\n", snprintf(text, 8, "%s", "longer than that"), text);
    int a = 0, b = 0;
    unsigned c = 0;
    double d = 0;
    char word[20] = "";
    int n = sscanf("12 -0x1f 0777 6.25e2 some[rest]", "%d %i %o %lf %[a-z]", &a, &b, &c, &d, word);
    printf("%d %d %d %u %g %s\n", n, a, b, c, d, word);
}

static void numbers(void)
{
    static const char *const texts[] = { "1e308", "4.9e-324", "0x1.fffffffffffff8p0", "123456789012345678901234567890",
        "2.2250738585072011e-308", "1e400", "  -infinity", "nan(12)", "0x", "9007199254740993" };
    for (unsigned i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *end;
        double value = strtod(texts[i], &end);
        printf("%a %s| %La\n", value, end, strtold(texts[i], 0));
    }
    printf("%ld %lu %jd\n", strtol("-0x7fz", 0, 16), strtoul("99999999999999999999", 0, 10), strtoimax("zz", 0, 36));
    double x = 0.7;
    for (int i = 0; i < 12; i++, x = x * 1.7 - 1.3) {
        printf("%a %a %a %a %a\n", sin(x), cos(x * 1e5), tan(x), exp(x), log(fabs(x)));
        printf("%a %a %a %a %a\n", pow(fabs(x), 1.3), sqrt(fabs(x)), cbrt(x), atan2(x, 2), sinh(x));
        printf("%a %a %a %a %d\n", tgamma(fabs(x) + 1), erf(x), fmod(x * 100, 0.7), j0(x), (int)lrint(x * 10));
        printf("%La %La %La %a %a\n", sinl(x), expl(x), powl(fabs(x), 0.4L), (double)sinf((float)x), (double)expf((float)x));
    }
    int exponent;
    printf("%a %d %a %a %a %a\n", frexp(1234.5, &exponent), exponent, ldexp(0.75, -1070), nextafter(1, 2), fma(3, 4, -12.5), hypot(3e200, 4e200));
}

static int ascending(const void *a, const void *b)
{
    return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

static void memory(void)
{
    enum { COUNT = 400 };
    static char *blocks[COUNT];
    static unsigned sizes[COUNT];
    unsigned long sum = 0;
    for (int round = 0; round < 20000; round++) {
        unsigned i = next() / 7 % COUNT;
        if (blocks[i]) {
            sum += (unsigned char)blocks[i][sizes[i] / 2] * (i + 1ul);
        }
        sizes[i] = 1 + next() / 5 % (round % 50 ? 300 : 200000);
        if (round % 3) {
            free(blocks[i]);
            blocks[i] = malloc(sizes[i]);
        } else {
            blocks[i] = realloc(blocks[i], sizes[i]);
        }
        memset(blocks[i], round, sizes[i]);
    }
    for (int i = 0; i < COUNT; i++)
        free(blocks[i]);
    static int values[5000];
    for (int i = 0; i < 5000; i++)
        values[i] = (int)next() / 3;
    qsort(values, 5000, sizeof *values, ascending);
    for (int i = 1; i < 5000; i++)
        if (values[i - 1] > values[i])
            puts("not sorted");
    int *found = bsearch(&values[777], values, 5000, sizeof *values, ascending);
    printf("%lu %d %d\n", sum, values[0] < values[4999], *found == values[777]);
    char a[64], b[64];
    for (int length = 0; length < 40; length++)
        for (int shift = 0; shift < 8; shift++) {
            memset(a, 'a', 64);
            memcpy(b, a, 64);
            a[shift + length] = 0;
            memmove(b + shift, a + shift, (size_t)length + 1);
            if (strlen(b + shift) != (size_t)length || strcmp(a + shift, b + shift) || memchr(b + shift, 0, 64 - shift) != b + shift + length)
                printf("text %d %d\n", length, shift);
        }
    char *map = mmap(0, 1 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    map[65535] = 1;
    int last = map[65535];
    printf("%d %d\n", last, munmap(map, 1 << 16));
}

static void texts(void)
{
    char line[] = "one,two;;three", *rest = line, copy[64];
    for (char *word; (word = strsep(&rest, ",;"));)
        printf("<%s>", word);
    printf("%s %zu %zu %s %d\n", strstr("haystack with a needle in it", "needle"), strspn("aabbcc", "ab"), strcspn("abc", "c"),
           strerror(2), strverscmp("a9", "a10") < 0);
    strcpy(copy, "tok en s");
    for (char *word = strtok(copy, " "); word; word = strtok(0, " "))
        printf("[%s]", word);
    regex_t pattern;
    regmatch_t matches[3];
    int failed = regcomp(&pattern, "([a-z]+)([0-9]{2,3})$", REG_EXTENDED | REG_ICASE);
    int result = regexec(&pattern, "xx-Abc123", 3, matches, 0);
    printf(" %d %d %d-%d %d-%d", failed, result, (int)matches[1].rm_so, (int)matches[1].rm_eo, (int)matches[2].rm_so, (int)matches[2].rm_eo);
    regfree(&pattern);
    printf(" %d %d\n", fnmatch("*.[ch]", "file.c", 0), fnmatch("a?b", "acd", 0));
    setlocale(LC_ALL, "C.UTF-8");
    wchar_t wide[20];
    size_t length = mbstowcs(wide, "gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80", 20);
    printf("%zu %x %x %x %d %d\n", length, (unsigned)wide[2], (unsigned)wide[5], (unsigned)wide[7], iswalpha(wide[2]) != 0, wcwidth(wide[7]));
    iconv_t conversion = iconv_open("UTF-16LE", "ISO-8859-1");
    char input[] = "\xe9t\xe9", output[16], *from = input, *to = output;
    size_t left = 3, room = 16;
    size_t lossy = iconv(conversion, &from, &left, &to, &room);
    printf("%zu %zu %02x\n", lossy, room, (unsigned char)output[0]);
    iconv_close(conversion);
    struct tm when = { .tm_year = 100, .tm_mon = 1, .tm_mday = 29, .tm_hour = 25 };
    time_t at = timegm(&when);
    strftime(copy, sizeof copy, "%Y-%m-%d %H:%M:%S %a %j %U", gmtime(&at));
    printf("%lld %s\n", (long long)at, copy);
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn;
static _Thread_local int own;
static long total;

static void *work(void *argument)
{
    int number = (int)(long)argument;
    for (int i = 0; i < 500; i++) {
        pthread_mutex_lock(&lock);
        while (turn % 4 != number)
            pthread_cond_wait(&changed, &lock);
        turn++;
        own += number + 1;
        total = total * 31 % 1000003 + own;
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&lock);
    }
    return (void *)(long)own;
}

static jmp_buf back;

static void on_signal(int number)
{
    longjmp(back, number);
}

static void system_(int count, char **arguments)
{
    pthread_t threads[4];
    for (long i = 0; i < 4; i++)
        pthread_create(&threads[i], 0, work, (void *)i);
    for (int i = 0; i < 4; i++) {
        void *result;
        pthread_join(threads[i], &result);
        printf("%ld ", (long)result);
    }
    printf("%ld\n", total);
    int number = setjmp(back);
    if (!number) {
        signal(SIGUSR1, on_signal);
        raise(SIGUSR1);
    }
    printf("%d %d %s %d\n", number == SIGUSR1, count, arguments[2], getopt(count, arguments, "a:"));
    fflush(stdout);
    int ends[2], status;
    pipe(ends);
    if (!fork()) {
        write(ends[1], "from the child", 15);
        _exit(7);
    }
    char text[15];
    ssize_t size = read(ends[0], text, 15);
    wait(&status);
    printf("%d %s %d\n", (int)size, text, WEXITSTATUS(status));
    FILE *memory = fmemopen(0, 100, "w+");
    fprintf(memory, "%s %d\n", "line", 5);
    rewind(memory);
    int value = 0;
    fscanf(memory, "%*s %d", &value);
    fclose(memory);
    printf("%d %d\n", value, setenv("NAME", "value", 1) + strcmp(getenv("NAME"), "value"));
}

int main(int count, char **arguments)
{
    formats();
    numbers();
    memory();
    texts();
    system_(count, arguments);
    return 0;
}
