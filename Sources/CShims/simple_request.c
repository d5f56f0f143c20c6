#include "simple_request.h"
#include <curl/curl.h>
#include <string.h>

static size_t keep(char *bytes, size_t size, size_t count, void *user) {
    struct simple_answer *answer = user;
    size_t offered = size * count;
    size_t room = answer->capacity - answer->body_bytes;
    size_t taken = offered < room ? offered : room;
    memcpy(answer->body + answer->body_bytes, bytes, taken);
    answer->body_bytes += taken;
    return offered;
}

int simple_request_perform(const struct simple_request *request, struct simple_answer *answer) {
    char error[CURL_ERROR_SIZE] = "";
    struct curl_slist *headers = NULL;
    answer->status = 0;
    answer->body_bytes = 0;
    answer->problem[0] = 0;
    CURL *easy = curl_easy_init();
    if (!easy) {
        strcpy(answer->problem, "out of memory");
        return -1;
    }
    for (size_t i = 0; i < request->header_count; i++) headers = curl_slist_append(headers, request->headers[i]);
    headers = curl_slist_append(headers, "Expect:");
    curl_easy_setopt(easy, CURLOPT_URL, request->url);
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, request->timeout_milliseconds);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, answer);
    if (request->ca_file) curl_easy_setopt(easy, CURLOPT_CAINFO, request->ca_file);
    if (request->body) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_bytes);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body);
    }
    CURLcode code = curl_easy_perform(easy);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer->status);
    if (code != CURLE_OK) {
        const char *text = error[0] ? error : curl_easy_strerror(code);
        strncpy(answer->problem, text, sizeof answer->problem - 1);
        answer->problem[sizeof answer->problem - 1] = 0;
    }
    curl_slist_free_all(headers);
    curl_easy_cleanup(easy);
    return code == CURLE_OK ? 0 : -1;
}
