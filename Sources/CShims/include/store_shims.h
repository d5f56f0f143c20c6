// A thread that sleeps until it is wanted, on a futex: no lock, no descriptor, no system call while it is awake.
#pragma once
#include <stdint.h>

/// Sleeps until `hg_unpark`, or for `nanoseconds` (below 0: for ever). Returns at once where it was unparked before.
/// One thread may park on a word; the word is 0 at first.
void hg_park(uint32_t *word, int64_t nanoseconds);
/// Wakes the thread that parks on the word, or lets its next `hg_park` return at once. Any thread may call it.
void hg_unpark(uint32_t *word);
