// Swift cannot call variadic C: one plain function for each kind of argument that libcurl takes.
#pragma once
#include <curl/curl.h>

CURLcode hg_easy_set_long(CURL *easy, CURLoption option, long value);
CURLcode hg_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value);
CURLcode hg_easy_set_pointer(CURL *easy, CURLoption option, const void *value);
CURLcode hg_easy_set_write(CURL *easy, curl_write_callback callback, void *context);
CURLcode hg_easy_set_sockets(
    CURL *easy, curl_opensocket_callback open_callback, curl_closesocket_callback close_callback, void *context);
CURLcode hg_easy_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode hg_easy_get_pointer(CURL *easy, CURLINFO info, void **value);
CURLMcode hg_multi_set_long(CURLM *multi, CURLMoption option, long value);
CURLMcode hg_multi_set_socket(CURLM *multi, curl_socket_callback callback, void *context);
CURLMcode hg_multi_set_timer(CURLM *multi, curl_multi_timer_callback callback, void *context);

/// How far a transfer came: 0 the name was not resolved, 1 no connection stood, 2 the request could be sent.
int hg_easy_phase(CURL *easy);
