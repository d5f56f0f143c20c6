// Non-blocking TCP with plain arguments: addresses and scatter lists stay in C.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Reads a numeric address: 4 bytes and AF_INET, or 16 bytes and AF_INET6; 0 where the text is none.
int hg_numeric_address(const char *text, uint8_t address[16]);
/// A non-blocking socket that is connecting to a numeric address, or -1 with `errno`.
int hg_connect(int family, const uint8_t address[16], uint16_t port);
/// What became of a connection that was under way: 0 or an error number.
int hg_connect_result(int descriptor);

/// Sends one datagram to a service supervisor (sd_notify(3)): to a path, or to an abstract name behind `@`; 0 or -1.
int hg_notify(const char *socket_path, const char *text);

/// One piece of a message.
struct hg_piece {
    const void *bytes;
    size_t count;
};

/// Sends pieces as one message, without the first `skipped` bytes; how many were sent, or -1 with `errno`.
ssize_t hg_send_pieces(int descriptor, const struct hg_piece *pieces, int count, size_t skipped);
