// failsync: an LD_PRELOAD library that makes fsync and fdatasync slow or failing on demand.
// The file that $FAILSYNC_FILE names says how, and is read at each call: "fail" (EIO, nothing is synced),
// "delay MILLISECONDS" (waits, then syncs), anything else or no file: as always.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int run(const char *name, int descriptor) {
    char order[64] = {0};
    const char *path = getenv("FAILSYNC_FILE");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0) {
        if (read(file, order, sizeof order - 1) < 0) order[0] = 0;
        close(file);
    }
    if (!strncmp(order, "fail", 4)) {
        errno = EIO;
        return -1;
    }
    if (!strncmp(order, "delay ", 6)) {
        long milliseconds = atol(order + 6);
        struct timespec wait = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
        nanosleep(&wait, NULL);
    }
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    return real(descriptor);
}

int fsync(int descriptor) { return run("fsync", descriptor); }
int fdatasync(int descriptor) { return run("fdatasync", descriptor); }
