import Glibc

/// Lets other threads go on for half a millisecond.
func briefPause() {
    var pause = timespec(tv_sec: 0, tv_nsec: 500_000)
    nanosleep(&pause, nil)
}
