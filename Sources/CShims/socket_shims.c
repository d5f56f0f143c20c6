#define _GNU_SOURCE
#include "socket_shims.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

int hg_numeric_address(const char *text, uint8_t address[16]) {
    if (inet_pton(AF_INET, text, address) == 1) return AF_INET;
    if (inet_pton(AF_INET6, text, address) == 1) return AF_INET6;
    return 0;
}

int hg_connect(int family, const uint8_t address[16], uint16_t port) {
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    memcpy(&v4.sin_addr, address, sizeof v4.sin_addr);
    memcpy(&v6.sin6_addr, address, sizeof v6.sin6_addr);
    const void *name = family == AF_INET ? (const void *)&v4 : (const void *)&v6;
    socklen_t length = family == AF_INET ? sizeof v4 : sizeof v6;
    int descriptor = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    int yes = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
    if (connect(descriptor, name, length) == 0 || errno == EINPROGRESS) return descriptor;
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
}

int hg_connect_result(int descriptor) {
    int error = 0;
    socklen_t length = sizeof error;
    return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

ssize_t hg_send_pieces(int descriptor, const struct hg_piece *pieces, int count, size_t skipped) {
    struct iovec parts[8];
    struct msghdr message = {.msg_iov = parts};
    for (int index = 0; index < count && index < 8; index++) {
        size_t skip = skipped < pieces[index].count ? skipped : pieces[index].count;
        skipped -= skip;
        if (skip == pieces[index].count) continue;
        parts[message.msg_iovlen].iov_base = (char *)pieces[index].bytes + skip;
        parts[message.msg_iovlen].iov_len = pieces[index].count - skip;
        message.msg_iovlen++;
    }
    return sendmsg(descriptor, &message, MSG_NOSIGNAL);
}

int hg_notify(const char *socket_path, const char *text) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(socket_path);
    if (length >= sizeof address.sun_path) return -1;
    memcpy(address.sun_path, socket_path, length);
    // The abstract namespace begins with a zero byte and counts its length.
    if (address.sun_path[0] == '@') address.sun_path[0] = 0;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    ssize_t sent = sendto(descriptor, text, strlen(text), MSG_NOSIGNAL, (struct sockaddr *)&address, size);
    close(descriptor);
    return sent < 0 ? -1 : 0;
}
