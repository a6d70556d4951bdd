int first(int a) { return a; }
int second();
int second(a) int a; { return a; }
static int third(int a) { return a; }
int fourth(int a);
int fourth(int a) { return a; }
int fifth() { return third(1); }
int global;
int sixth(int parameter)
{
    int local = parameter;
    {
        int local = 2, parameter = 3, global = 4;
        local += parameter + global;
        int late = local;
        parameter = late;
    }
    char vla[parameter];
    vla[0] = 1;
    int after = vla[0];
    return local + after;
}
int main(void) { return 0; }
