/* model.c - the chat endpoint of model.h for command line tests: prints its port, ends on its own.
 */
#include "model.h"

#include <unistd.h>

#define LIFE_S 900

int
main(void)
{
    static struct model_server m;

    if (model_start(&m) == 0)
        return 1;
    printf("{\"port\":%d}\n", m.port);
    fflush(stdout);
    sleep(LIFE_S);
    model_stop(&m);
    return 0;
}
