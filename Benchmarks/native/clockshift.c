// clockshift: an LD_PRELOAD library that moves the wall clock by $CLOCKSHIFT_SECONDS; the monotonic clock stays true.
//
// Not libfaketime: that one changes the environment while it starts, and a Swift program finds its arguments by way of
// where the environment stands.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long shift(void) {
    static int known;
    static long seconds;
    if (!known) {
        const char *text = getenv("CLOCKSHIFT_SECONDS");
        seconds = text ? atol(text) : 0;
        known = 1;
    }
    return seconds;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, time);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += shift();
    return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    (void)zone;
    struct timespec now;
    int result = clock_gettime(CLOCK_REALTIME, &now);
    if (result == 0) *time = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
    return result;
}

time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}

// A deadline on the shifted wall clock must not become a wait of a year: where it lies that far ahead, it is moved back.
int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *deadline) {
    static int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
    if (!real)
        real = (int (*)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *))dlsym(RTLD_NEXT,
                                                                                           "pthread_cond_timedwait");
    struct timespec now, moved = *deadline;
    clock_gettime(CLOCK_REALTIME, &now);
    // A deadline of the monotonic clock counts from the machine's start and is nowhere near the wall clock.
    long distance = moved.tv_sec - now.tv_sec;
    if (distance > -86400 && distance < 30 * 86400) moved.tv_sec -= shift();
    return real(condition, mutex, &moved);
}
