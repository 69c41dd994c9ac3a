# The digest is what is pulled, for every architecture; the tag beside it says which one that is. To renew both, take the
# newest tag of node:24 and what `docker buildx imagetools inspect node:TAG` prints as its digest.
#
# What is built is JavaScript, the same for every architecture: it is built once, on that of the machine.
FROM --platform=$BUILDPLATFORM node:24.21.0-bookworm-slim@sha256:2fe369e969550cde8e867afc3fe370b260140cab4a23d467074295b42163d553 AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package may run a script of its own here. Those that have one are named in test/supply-chain/install-scripts.test.ts.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.mjs scripts/
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

# Older versions of buildah otherwise take the platform of the stage before.
FROM --platform=$TARGETPLATFORM node:24.21.0-bookworm-slim@sha256:2fe369e969550cde8e867afc3fe370b260140cab4a23d467074295b42163d553
ENV NODE_ENV=production
WORKDIR /app
COPY LICENSE ./
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# A number, so that a kubelet can check runAsNonRoot. Nothing is written: the root may be read-only.
USER 65532:65532
EXPOSE 8443 9090
# docs/performance.md has the figures of these flags. Node.js lets young objects grow to 32 MiB before it looks, which costs
# memory and p99. V8's array methods, once inlined, give arrays of another kind, for which their readers have to be compiled
# again, and what inlines a lot takes milliseconds to compile; functions that were called a hundred times are compiled soon.
# SIGUSR1 would open the inspector, through which code can be run in the process.
ENTRYPOINT ["node", "--disable-sigusr1", "--max-semi-space-size=2", "--heap-growing-percent=20", \
  "--no-turbo-inline-array-builtins", "--max-inlined-bytecode-size-cumulative=200", \
  "--invocation-count-for-maglev=100", "/app/dist/main.js"]
LABEL org.opencontainers.image.title="doka-tracing" \
  org.opencontainers.image.description="Kubernetes admission webhook that adds OpenTelemetry auto-instrumentation to pods" \
  org.opencontainers.image.licenses="Apache-2.0"
# What a release knows: https://github.com/opencontainers/image-spec/blob/main/annotations.md
ARG VERSION=""
ARG REVISION=""
ARG CREATED=""
ARG SOURCE=""
LABEL org.opencontainers.image.version="$VERSION" \
  org.opencontainers.image.revision="$REVISION" \
  org.opencontainers.image.created="$CREATED" \
  org.opencontainers.image.source="$SOURCE"
# In a cluster. Without one, mount the objects as a file or folder and say where: serve --context /etc/doka-tracing/context
CMD ["serve"]
