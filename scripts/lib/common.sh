# Shared by the scripts of this folder; read with `source`, never run.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# What is shipped runs without the dynamic exclusivity checks (docs/decisions/0010); what is tested runs with them.
BUILD_FLAGS=(-c release --explicit-target-dependency-import-check error -Xswiftc -enforce-exclusivity=unchecked)
# shellcheck disable=SC2034 # read by the scripts that source this file
HOOKGATE=$ROOT/.build/release/hookgate

if [ -t 1 ]; then BOLD=$'\e[1m' RED=$'\e[31m' PLAIN=$'\e[0m'; else BOLD='' RED='' PLAIN=''; fi

say() { printf '%s[%4d s]%s %s\n' "$BOLD" "$SECONDS" "$PLAIN" "$*"; }

# fail MESSAGE [COMMAND]: says what went wrong and the command that repairs or repeats it, then ends with 1.
fail() {
    printf '%sFAILED:%s %s\n' "$RED" "$PLAIN" "$1" >&2
    [ $# -lt 2 ] || printf '  try: %s\n' "$2" >&2
    exit 1
}

# logged NAME COMMAND...: runs the command with its output in .build/logs/NAME.log, and shows that it is alive.
# VERBOSE=1 shows all of the output instead.
logged() {
    local name=$1 log=$ROOT/.build/logs/$1.log pid status=0 shown=$SECONDS
    shift
    mkdir -p "$ROOT/.build/logs"
    if [ -n "${VERBOSE:-}" ]; then
        "$@" 2>&1 | tee "$log" || status=${PIPESTATUS[0]}
        return "$status"
    fi
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        sleep 0.2
        if [ $((SECONDS - shown)) -ge 20 ]; then
            shown=$SECONDS
            say "  … $name: $(tail -c 300 "$log" | tr '\r' '\n' | sed '/^[[:space:]]*$/d' | tail -n 1 | cut -c1-100)"
        fi
    done
    wait "$pid" || status=$?
    return "$status"
}

# need_swift: the one thing that the machine must bring along.
need_swift() {
    local version major minor
    command -v swift >/dev/null || fail "there is no Swift toolchain on this machine" \
        "install Swift 6.2 or newer from https://www.swift.org/install/linux/ and put its usr/bin into PATH"
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    major=${version%%.*} minor=${version##*.}
    if [ -z "$version" ] || [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
        fail "Swift ${version:-of unknown version} is too old; Hookgate needs 6.2 or newer" \
            "install it from https://www.swift.org/install/linux/"
    fi
}

# The Debian packages, each with the question that tells whether it is needed: a thing that is there from elsewhere counts.
missing_packages() { # missing_packages build|test|full
    has() { command -v "$1" >/dev/null; }
    # The list stands in the order in which it would be read aloud; one line, one package.
    has git || echo git
    has g++ || echo g++
    has pkg-config || echo pkg-config
    pkg-config --exists libcurl 2>/dev/null || echo libcurl4-openssl-dev
    pkg-config --exists libcrypto 2>/dev/null || echo libssl-dev
    pkg-config --exists sqlite3 2>/dev/null || echo libsqlite3-dev
    [ -e /usr/include/toml++/toml.h ] || pkg-config --exists tomlplusplus 2>/dev/null || echo libtomlplusplus-dev
    has curl || echo curl
    has openssl || echo openssl
    [ "$1" != build ] || return 0
    has python3 || echo python3
    has readelf || echo binutils
    has node || echo nodejs
    NODE_PATH=$DEBIAN_NODE_PATH node -e 'require("express")' 2>/dev/null || echo node-express
    has php || echo php-cli
    has tinyproxy || echo tinyproxy-bin
    [ "$1" != test ] || return 0
    has gcc || echo gcc
    has valgrind || echo valgrind
}

# Where Debian's node packages live; node from elsewhere does not look there by itself.
DEBIAN_NODE_PATH=/usr/share/nodejs
export NODE_PATH=$DEBIAN_NODE_PATH${NODE_PATH:+:$NODE_PATH}

# need_packages build|test|full: installs what is missing.
need_packages() {
    local missing=() sudo=() log=$ROOT/.build/logs/packages.log
    mapfile -t missing < <(missing_packages "$1")
    [ "${#missing[@]}" -gt 0 ] || return 0
    command -v apt-get >/dev/null || fail "these Debian packages (or what your system calls them) are missing: ${missing[*]}" \
        "install them with your package manager, then run this again"
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || fail "these packages are missing and there is no sudo: ${missing[*]}" \
            "as root: apt-get install ${missing[*]}"
        sudo=(sudo)
    fi
    say "installing ${missing[*]}"
    mkdir -p "$ROOT/.build/logs"
    install() {
        "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
    }
    install >"$log" 2>&1 </dev/null || {
        "${sudo[@]}" apt-get update -q >>"$log" 2>&1 </dev/null || true # the lists may be old, or absent on a new machine
        install >>"$log" 2>&1 </dev/null
    } || { tail -n 5 "$log" >&2; fail "the packages could not be installed (all of it: $log)" "apt-get install ${missing[*]}"; }
    mapfile -t missing < <(missing_packages "$1")
    [ "${#missing[@]}" -eq 0 ] || fail "still missing after the installation: ${missing[*]}" "look at $log"
}

# build [FLAGS...]: the one build that everything here uses, so that the dependencies are compiled once.
build() {
    local started=$SECONDS
    say "building (release; the first time takes some minutes on two cores)"
    (cd "$ROOT" && logged build swift build "${BUILD_FLAGS[@]}" "$@") || {
        grep -E 'error:|fatal' "$ROOT/.build/logs/build.log" | sort -u | head -n 30 >&2
        fail "the build (all of it: .build/logs/build.log)" "swift build ${BUILD_FLAGS[*]} $*"
    }
    say "built in $((SECONDS - started)) s"
}

# port_is_free PORT: whether nobody listens on it on the loopback.
port_is_free() {
    ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
