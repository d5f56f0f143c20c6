#define _GNU_SOURCE
#include "store_shims.h"
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { awake = 0, wanted = 1, parked = 2 };

void hg_park(uint32_t *word, int64_t nanoseconds) {
    uint32_t expected = awake;
    if (!__atomic_compare_exchange_n(word, &expected, parked, 0, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
        // Only `wanted` is left: take it and go on.
        __atomic_store_n(word, awake, __ATOMIC_RELEASE);
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        return;
    }
    struct timespec wait = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    do {
        syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, parked, nanoseconds < 0 ? NULL : &wait, NULL, 0);
        // With a limit one wait is enough: whoever parks looks at the clock anyway.
    } while (nanoseconds < 0 && __atomic_load_n(word, __ATOMIC_ACQUIRE) == parked);
    __atomic_exchange_n(word, awake, __ATOMIC_ACQ_REL);
}

void hg_unpark(uint32_t *word) {
    if (__atomic_exchange_n(word, wanted, __ATOMIC_ACQ_REL) == parked)
        syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}
