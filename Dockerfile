# Barograph, and nothing else: no shell, no package manager, no root. tools/image builds it with Docker or without.
#
# The same sources, packages and SOURCE_DATE_EPOCH give the same image. To take the packages of a certain day, give
# DEBIAN_MIRROR and DEBIAN_SECURITY_MIRROR the two archives of that day's snapshot, and DEBIAN_IMAGE a digest.
ARG DEBIAN_IMAGE=debian:12-slim

FROM ${DEBIAN_IMAGE} AS dependencies
# By which tools/image finds what it may throw away.
LABEL barograph.stage=build
ARG DEBIAN_MIRROR=""
ARG DEBIAN_SECURITY_MIRROR=""
# A snapshot's Release files have expired by the time that it is used.
RUN if [ -n "$DEBIAN_MIRROR" ]; then \
        rm -rf /etc/apt/sources.list /etc/apt/sources.list.d && \
        echo "deb $DEBIAN_MIRROR bookworm main" >/etc/apt/sources.list && \
        echo "deb $DEBIAN_MIRROR bookworm-updates main" >>/etc/apt/sources.list && \
        echo "deb ${DEBIAN_SECURITY_MIRROR:?goes with DEBIAN_MIRROR} bookworm-security main" >>/etc/apt/sources.list && \
        echo 'Acquire::Check-Valid-Until "false";' >/etc/apt/apt.conf.d/80snapshot; \
    fi
COPY tools/install-dependencies /src/tools/
RUN /src/tools/install-dependencies build image-root
COPY tools/image-requirements.txt /src/tools/
# A network that inspects TLS has a CA of its own: the secret `ca`, if given, is a bundle that holds it.
RUN --mount=type=secret,id=ca \
    if [ -s /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi; \
    python3 -m venv /opt/sbom && \
    /opt/sbom/bin/pip install --quiet --disable-pip-version-check --no-cache-dir --require-hashes \
        --requirement /src/tools/image-requirements.txt

FROM dependencies AS build
COPY . /src
WORKDIR /src
ARG CCACHE_DIR=/var/cache/ccache
ARG SOURCES_COMMIT=""
ARG SOURCES_TREE_STATE=""
ARG SOURCES_DATE=""
ARG JOBS=""
# ccache asks for the same locale, and for a compiler of the same time, which may be that of the layer here: the same
# compiler gets the same time as where the cache was filled.
ARG LANG=C.UTF-8
ARG COMPILER_SHA256=""
ARG COMPILER_TIME=""
RUN --mount=type=cache,target=/var/cache/ccache \
    compiler=$(readlink -f /usr/bin/c++) && \
    if echo "$COMPILER_SHA256  $compiler" | sha256sum --check --status 2>/dev/null; then \
        touch --date="@$COMPILER_TIME" "$compiler"; \
    fi && \
    export LANG CCACHE_DIR CCACHE_BASEDIR=/src CCACHE_NOHASHDIR=1 SOURCES_COMMIT SOURCES_TREE_STATE SOURCES_DATE && \
    cmake --preset release -DBUILD_TESTING=OFF && \
    cmake --build --preset release --target barograph --parallel ${JOBS:-$(nproc)}
ARG VERSION=""
ARG SOURCE_DATE_EPOCH=0
RUN PATH="/opt/sbom/bin:$PATH" tools/image-root build/release /image

FROM scratch
COPY --from=build /image /
ARG VERSION=""
ARG SOURCES_COMMIT=""
ARG SOURCES_DATE=""
LABEL org.opencontainers.image.title="Barograph" \
      org.opencontainers.image.description="external.metrics.k8s.io from Prometheus, for the HorizontalPodAutoscaler" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${SOURCES_COMMIT}" \
      org.opencontainers.image.created="${SOURCES_DATE}"
USER 65532:65532
ENTRYPOINT ["/usr/bin/barograph"]
CMD ["serve", "--help"]
