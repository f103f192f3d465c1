# syntax=docker/dockerfile:1
# docker build -t stallcast . && docker run -p 8000:8000 -p 1935:1935 -p 44400:44400/udp -p 44400:44400/tcp \
#   -v stallcast:/data stallcast        (or: docker compose up)

FROM node:24-bookworm-slim AS base
# The libraries are those of a worker that was built here; the official binary needs none of them.
RUN apt-get update \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    ffmpeg fontconfig fonts-noto-cjk tini \
    libabsl20220623 libsrtp2-1 libssl3 libstdc++6 libuv1 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production

FROM base AS build
# The worker's cache is to be in the image, not in root's home.
ENV XDG_CACHE_HOME=/app/.runtime/cache
# What takes minutes depends on these files only.
COPY package.json package-lock.json ./
COPY worker worker
COPY bin/setup bin/setup
RUN bin/setup
COPY . .
RUN bin/setup

FROM base
COPY --from=build /app /app
RUN mkdir /data && chown node:node /data
USER node
ENV STALLCAST_DATA=/data MEDIASOUP_WORKER_BIN=/app/.runtime/bin/mediasoup-worker MALLOC_ARENA_MAX=2
VOLUME /data
EXPOSE 8000 8443 1935 44400/udp 44400/tcp
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["node", "-e", \
  "fetch(`http://127.0.0.1:${process.env.STALLCAST_HTTP_PORT || 8000}/livez`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# tini passes signals on, and collects what an ffmpeg that lost its parent leaves.
ENTRYPOINT ["tini", "--"]
CMD ["node", "bin/serve.ts"]
