# Build the page with all tools; install what the server needs, no more; run that as an unprivileged user.
# The version is that of the package `node` in package.json (tools/container.test.ts).
FROM node:26.10.0-bookworm-slim AS page
WORKDIR /app
COPY . .
RUN npm ci

FROM node:26.10.0-bookworm-slim AS server
WORKDIR /app
COPY package.json package-lock.json .npmrc LICENSE ./
COPY apps/web/package.json apps/web/
COPY apps/server apps/server
COPY packages packages
COPY docs/problems.md docs/
RUN npm ci --omit=dev --ignore-scripts --workspace @allmende/server

FROM node:26.10.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
WORKDIR /app
COPY --from=server /app /app
COPY --from=page /app/apps/web/dist apps/web/dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/ready`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "apps/server/src/main.ts"]
CMD ["serve"]
