int f(int);
int loops(int n) {
    int sum = 0;
    for (int i = 0; i < n && sum >= 0; i++) {
        if (i == 3) continue;
        do sum += f(i); while (sum & 1);
    }
    while (1)
        if (f(sum) || !n) break;
    return sum;
}
int choose(int n, long *p) {
    switch (n) {
    case 1 ... 3: n = 5;
    case 9: return n;
    case 100 ... 100000: goto out;
    default: return p ? *p : n ?: -1;
    }
out:
    return ({ int t = n; t > 4; });
}
int main(void) {}
