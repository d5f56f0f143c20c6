// epoll and eventfd with plain arguments: the packed struct and its union stay in C.
#pragma once
#include <stdint.h>

/// What `hg_poll_wait` writes for one descriptor.
struct hg_poll_event {
    uint64_t tag;
    uint32_t events;
};

/// Bits of `hg_poll_event.events`, as `man 2 epoll_ctl` names them.
enum {
    HG_POLL_READ = 0x001,
    HG_POLL_WRITE = 0x004,
    HG_POLL_ERROR = 0x008,
    HG_POLL_HANG_UP = 0x010,
};

/// A new epoll instance, or -1 with `errno`.
int hg_poll_create(void);
/// Adds a descriptor; 0, or -1 with `errno`.
int hg_poll_add(int poll, int descriptor, uint32_t events, uint64_t tag);
/// Changes what is wanted of a descriptor; 0, or -1 with `errno`.
int hg_poll_change(int poll, int descriptor, uint32_t events, uint64_t tag);
/// Takes a descriptor out; 0, or -1 with `errno`.
int hg_poll_remove(int poll, int descriptor);
/// Waits at most `milliseconds` (-1: for ever) for at most `capacity` events (64); an interrupted wait counts as none.
int hg_poll_wait(int poll, struct hg_poll_event *events, int capacity, int milliseconds);

/// A new eventfd that never blocks, or -1 with `errno`.
int hg_wake_create(void);
/// Makes the eventfd readable.
void hg_wake_send(int descriptor);
/// Makes it unreadable again.
void hg_wake_take(int descriptor);

/// Names the calling thread for `top` and debuggers; at most 15 characters.
void hg_thread_name(const char *name);
