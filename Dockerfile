# syntax=docker/dockerfile:1

# Compiles with the development dependencies, then leaves them behind.
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json tsconfig.browser.json ./
COPY scripts scripts
COPY src src
RUN npm run --silent build && npm prune --omit=dev --no-audit --no-fund

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules node_modules
COPY --from=build --chown=root:root /app/dist dist
COPY --chown=root:root LICENSE ./
# For the answer journal and uploads; mount a volume here so that a new container finds what a dead one left. Nothing
# else is written to but /tmp: the rest of the file system may be read-only.
RUN mkdir -p /data && chown 1000:1000 /data
ENV TCBATCH_DATA_DIR=/data
VOLUME /data
# Metrics and health of `worker` and `serve`, for the container's own network; the port is not published.
ENV TCBATCH_METRICS_PORT=9464
ENV TCBATCH_METRICS_HOST=0.0.0.0
HEALTHCHECK --interval=10s --timeout=8s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.TCBATCH_METRICS_PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Credentials come with the environment when it runs; none is ever built in. By number, as Kubernetes reads it.
USER 1000:1000
# In this form node is the process that gets SIGTERM, which it answers by draining.
ENTRYPOINT ["node", "/app/dist/cli/main.js"]
CMD ["--help"]
