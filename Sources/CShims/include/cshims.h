#pragma once
#include "curl_shims.h"
#include "poll_shims.h"
#include "socket_shims.h"
#include "simple_request.h"
#include "store_shims.h"
