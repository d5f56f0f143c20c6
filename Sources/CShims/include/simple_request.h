#pragma once
#include <stddef.h>

/// One HTTP request that the caller waits for; for commands, never for deliveries.
struct simple_request {
    const char *method;
    const char *url;
    /// "Name: value" lines, `header_count` of them.
    const char *const *headers;
    size_t header_count;
    const void *body;
    size_t body_bytes;
    long timeout_milliseconds;
    /// PEM file of authorities to believe, or NULL for the system's.
    const char *ca_file;
};

struct simple_answer {
    long status;
    /// Filled up to `capacity`; what does not fit is dropped.
    char *body;
    size_t capacity;
    size_t body_bytes;
    /// Why no answer came, else empty.
    char problem[256];
};

/// Returns 0 when an answer came.
int simple_request_perform(const struct simple_request *request, struct simple_answer *answer);
