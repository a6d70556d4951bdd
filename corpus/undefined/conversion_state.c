/* undefined: 7.29.6p3: a conversion state that was never initialised */
#include <stdio.h>
#include <wchar.h>

int main(void)
{
    mbstate_t state;
    wchar_t w = 0;
    size_t n = mbrtowc(&w, "a", 1, &state);
    printf("%zu %d\n", n, (int)w);
    return 0;
}
