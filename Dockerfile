# syntax=docker/dockerfile:1
# Three images from one file: the app, its migrations and a local Neon; docs/deploying.md says how each
# is used. Renovate keeps the tag up to date and adds the digest.
FROM node:24-bookworm-slim AS base
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1

# --- All dependencies, from the lock file; no install script runs ---
FROM base AS dependencies
COPY package.json package-lock.json ./
COPY packages/local-neon/package.json packages/local-neon/
COPY packages/local-neon/bin packages/local-neon/bin
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund

# --- The repository with its packages: `npm run db:migrate` and `npm run local-neon` ---
FROM dependencies AS tools
COPY --chown=node . .
# local-neon builds its dist next to its source when it first runs.
RUN install -d -o node -g node /data /variables && chown node . packages packages/local-neon
USER node
CMD ["npm", "run", "db:migrate"]

# --- The build: needs no database, no secret and no network ---
FROM tools AS build
USER root
RUN BUILD_STANDALONE=1 npm run build

# --- The server: Next's own choice of files, the browser's files, the environment check ---
FROM base AS app
ENV NODE_ENV=production PORT=3000 HOSTNAME=0.0.0.0
COPY --from=build /app/.next/standalone ./
COPY --from=build /app/.next/static ./.next/static
COPY --from=build /app/.next/environment.mjs ./.next/
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1, so SIGTERM reaches Next, which finishes what is in flight.
CMD ["node", "--import", "./.next/environment.mjs", "server.js"]
