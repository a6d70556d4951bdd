/* 2026-11-22: tcc 0.9.27 leaves the upper bits of a negative char in its conversion to unsigned short. Found by fuzzing, seed 83. */
int printf(const char *, ...);
char narrow = -7;
int main(void)
{
    printf("%d\n", (unsigned short) narrow << 8);
}
