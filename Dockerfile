# syntax=docker/dockerfile:1

# Compiles with the development dependencies, then leaves them behind.
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
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
# For the answer journal; mount a volume here so that a new container finds what a dead one left.
RUN mkdir -p /data && chown node:node /data
ENV TCBATCH_DATA_DIR=/data
VOLUME /data
# Credentials come with the environment when it runs; none is ever built in.
USER node
# In this form node is the process that gets SIGTERM, which it answers by draining.
ENTRYPOINT ["node", "/app/dist/cli/main.js"]
CMD ["--help"]
