/* replay.c - runs a fuzz target over the files of a folder, once each. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX_INPUT ((size_t)16 * 1024 * 1024) /* corpora are small; this only bounds a slip */

static void
replay(const char *path)
{
    FILE *f = fopen(path, "rb");
    uint8_t *data = malloc(MAX_INPUT);
    size_t n;

    if (f == NULL || data == NULL) {
        perror(path);
        exit(1);
    }
    n = fread(data, 1, MAX_INPUT, f);
    fclose(f);
    data = realloc(data, n > 0 ? n : 1); /* so that a read past the end is seen by ASan */
    (void)LLVMFuzzerTestOneInput(data, n);
    free(data);
}

int
main(int argc, char **argv)
{
    struct dirent **names;
    int n, ran = 0;

    n = argc == 2 ? scandir(argv[1], &names, NULL, alphasort) : -1;
    if (n < 0) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    for (int i = 0; i < n; i++) {
        char path[4096];

        if (names[i]->d_name[0] != '.') {
            snprintf(path, sizeof(path), "%s/%s", argv[1], names[i]->d_name);
            replay(path);
            ran++;
        }
        free(names[i]);
    }
    free(names);
    printf("%d inputs\n", ran);
    return ran == 0;
}
