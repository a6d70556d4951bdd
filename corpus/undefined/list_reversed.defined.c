/* defined: 6.5.3.2p4: a linked list in allocated memory */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    struct node { struct node *next; int v; } *head = 0, *other = 0;
    for (int i = 0; i < 4; i++) {
        struct node *n = malloc(sizeof *n);
        n->next = head;
        n->v = i;
        head = n;
    }
    while (head) {
        struct node *n = head->next;
        head->next = other;
        other = head;
        head = n;
    }
    printf("%d\n", other->v);
    return 0;
}
