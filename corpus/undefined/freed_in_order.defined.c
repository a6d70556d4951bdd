/* defined: 7.22.3.3: a list freed while it is walked */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    struct node { struct node *next; } *head = 0;
    int n = 0;
    for (int i = 0; i < 4; i++) {
        struct node *made = malloc(sizeof *made);
        made->next = head;
        head = made;
    }
    for (struct node *p = head, *next; p; p = next) {
        next = p->next;
        free(p);
        n++;
    }
    printf("%d\n", n);
    return 0;
}
