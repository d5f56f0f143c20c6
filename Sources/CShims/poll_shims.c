#define _GNU_SOURCE
#include "poll_shims.h"
#include <errno.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

_Static_assert(HG_POLL_READ == EPOLLIN && HG_POLL_WRITE == EPOLLOUT, "the bits are epoll's");
_Static_assert(HG_POLL_ERROR == EPOLLERR && HG_POLL_HANG_UP == EPOLLHUP, "the bits are epoll's");

enum { batch = 64 };

int hg_poll_create(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

static int control(int poll, int operation, int descriptor, uint32_t events, uint64_t tag) {
    struct epoll_event event = {.events = events, .data = {.u64 = tag}};
    return epoll_ctl(poll, operation, descriptor, &event);
}

int hg_poll_add(int poll, int descriptor, uint32_t events, uint64_t tag) {
    return control(poll, EPOLL_CTL_ADD, descriptor, events, tag);
}

int hg_poll_change(int poll, int descriptor, uint32_t events, uint64_t tag) {
    return control(poll, EPOLL_CTL_MOD, descriptor, events, tag);
}

int hg_poll_remove(int poll, int descriptor) {
    return control(poll, EPOLL_CTL_DEL, descriptor, 0, 0);
}

int hg_poll_wait(int poll, struct hg_poll_event *events, int capacity, int milliseconds) {
    struct epoll_event ready[batch];
    int count = epoll_wait(poll, ready, capacity < batch ? capacity : batch, milliseconds);
    if (count < 0) return errno == EINTR ? 0 : -1;
    for (int index = 0; index < count; index++) {
        events[index].tag = ready[index].data.u64;
        events[index].events = ready[index].events;
    }
    return count;
}

int hg_wake_create(void) {
    return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

void hg_wake_send(int descriptor) {
    uint64_t one = 1;
    // A full counter means that it is readable already.
    ssize_t written = write(descriptor, &one, sizeof one);
    (void)written;
}

void hg_wake_take(int descriptor) {
    uint64_t count;
    // Nothing to read means that it is unreadable already.
    ssize_t taken = read(descriptor, &count, sizeof count);
    (void)taken;
}

void hg_thread_name(const char *name) {
    pthread_setname_np(pthread_self(), name);
}
