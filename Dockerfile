# Build: the toolchain and the -dev packages stay behind.
FROM swift:6.3-bookworm AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN apt-get update -q \
    && apt-get install -y -q --no-install-recommends \
        libcurl4-openssl-dev libsqlite3-dev libssl-dev libtomlplusplus-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# The packages are resolved apart from the sources, so that a change of ours does not fetch them again.
COPY Package.swift ./
RUN swift package resolve
COPY Sources ./Sources
COPY Tests ./Tests
COPY gateway.conf ./
RUN swift build -c release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked --product hookgate \
    && install -D -s -m 0755 .build/release/hookgate /out/hookgate

# Run: Debian, three libraries, one program.
FROM debian:bookworm-slim
RUN apt-get update -q \
    && apt-get install -y -q --no-install-recommends ca-certificates libcurl4 libsqlite3-0 libssl3 \
    && rm -rf /var/lib/apt/lists/* /var/cache/debconf/* /var/log/*.log /var/log/apt \
    && install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=build /out/hookgate /usr/local/bin/hookgate
COPY gateway.conf /etc/hookgate/gateway.conf
# The operator's listener is reachable from outside the container, so the gateway asks for HOOKGATE_ADMIN_TOKEN.
# Neither that token nor any secret is in the image: both come from the environment or from files.
ENV HOOKGATE_DATA=/data \
    PORT=8080 \
    ADMIN_LISTEN=0.0.0.0:8081
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080 8081
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["hookgate", "healthcheck", "-c", "/etc/hookgate/gateway.conf", "--url", "http://127.0.0.1:8081"]
ENTRYPOINT ["hookgate"]
CMD ["serve", "-c", "/etc/hookgate/gateway.conf"]
