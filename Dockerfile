# The digest is what is pulled, for every architecture; the tag beside it says which one that is. To renew both, take the
# newest tag of node:24 and what `docker buildx imagetools inspect node:TAG` prints as its digest.
FROM node:24.21.0-bookworm-slim@sha256:2fe369e969550cde8e867afc3fe370b260140cab4a23d467074295b42163d553 AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package may run a script of its own here. Those that have one are named in test/supply-chain/install-scripts.test.ts.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.mjs scripts/
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24.21.0-bookworm-slim@sha256:2fe369e969550cde8e867afc3fe370b260140cab4a23d467074295b42163d553
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# A number, so that a kubelet can check runAsNonRoot. Nothing is written: the root may be read-only.
USER 65532:65532
EXPOSE 8443 9090
# Node.js lets young objects grow to 32 MiB before it looks, which costs memory and p99; docs/performance.md has the figures.
# SIGUSR1 would open the inspector, through which code can be run in the process.
ENTRYPOINT ["node", "--disable-sigusr1", "--max-semi-space-size=2", "--heap-growing-percent=20", "/app/dist/main.js"]
# In a cluster. Without one, mount the objects as a file or folder and say where: serve --context /etc/doka-tracing/context
CMD ["serve"]
