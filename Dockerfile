FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.mjs scripts/
COPY src src
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# A number, so that a kubelet can check runAsNonRoot. Nothing is written: the root may be read-only.
USER 65532:65532
EXPOSE 8443 9090
# Node.js lets young objects grow to 32 MiB before it looks, which costs memory and p99; docs/performance.md has the figures.
ENTRYPOINT ["node", "--max-semi-space-size=2", "--heap-growing-percent=20", "/app/dist/main.js"]
# In a cluster. Without one, mount the objects as a file or folder and say where: serve --context /etc/doka-tracing/context
CMD ["serve"]
