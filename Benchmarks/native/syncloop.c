// syncloop: appends 4 KiB to a file and calls fdatasync, again and again: what the disk itself takes for one durable write.
//   syncloop FILE RATE SECONDS
// RATE 0: the next write begins when the last one ended. Else write i is due at start + i / RATE, and its time counts
// from that moment, as `load --rate` counts. Prints one line of JSON.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: syncloop FILE RATE SECONDS\n");
        return 2;
    }
    double rate = atof(arguments[2]), seconds = atof(arguments[3]);
    int file = open(arguments[1], O_CREAT | O_TRUNC | O_WRONLY | O_APPEND, 0600);
    if (file < 0) {
        perror(arguments[1]);
        return 1;
    }
    static char page[4096];
    memset(page, 'x', sizeof page);
    size_t room = 1 << 16, taken = 0;
    int64_t *times = malloc(room * sizeof *times), start = now(), end = start + (int64_t)(seconds * 1e9);
    for (;;) {
        int64_t due = rate > 0 ? start + (int64_t)(taken * 1e9 / rate) : now();
        if (due >= end) break;
        struct timespec until = {due / 1000000000LL, due % 1000000000LL};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
        if (write(file, page, sizeof page) != sizeof page || fdatasync(file) != 0) {
            perror("write or fdatasync");
            return 1;
        }
        if (taken == room) times = realloc(times, (room *= 2) * sizeof *times);
        times[taken++] = now() - due;
    }
    qsort(times, taken, sizeof *times, ascending);
#define QUANTILE(q) (taken ? times[(size_t)((taken - 1) * (q))] / 1e6 : 0)
    printf("{\"writes\":%zu,\"p50_ms\":%.3f,\"p90_ms\":%.3f,\"p99_ms\":%.3f,\"p999_ms\":%.3f,\"max_ms\":%.3f}\n", taken,
           QUANTILE(.5), QUANTILE(.9), QUANTILE(.99), QUANTILE(.999), QUANTILE(1.0));
    return 0;
}
