# The product as one image. The command selects the process: worker, api, migrate, setup, doctor, …
# The sandbox, the launcher and their packages stay outside: see .dockerignore.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Temporal's SDK contains native code for five platforms (148 MB); this image needs one of them.
RUN npm ci --omit=dev \
 && node -e "const {readdirSync, rmSync} = require('fs'); \
    const folder = 'node_modules/@temporalio/core-bridge/releases/'; \
    const own = { x64: 'x86_64', arm64: 'aarch64' }[process.arch] + '-unknown-linux-gnu'; \
    for (const name of readdirSync(folder)) if (name !== own) rmSync(folder + name, { recursive: true })"
# Each Noto font comes in nine weights (30 MB in all). Certificates use one.
RUN node -e "const {readdirSync, rmSync} = require('fs'); \
    const folder = 'node_modules/@expo-google-fonts/'; \
    for (const font of readdirSync(folder).filter((name) => name.startsWith('noto-'))) \
      for (const entry of readdirSync(folder + font, { withFileTypes: true })) \
        if (entry.isDirectory() && entry.name !== '500Medium') \
          rmSync(folder + font + '/' + entry.name, { recursive: true })"

# The staff app needs the development packages to be built, and none of them afterwards.
FROM node:24-bookworm-slim AS web
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.json ./
RUN npm ci --ignore-scripts
COPY scripts/build-web.mjs ./scripts/
COPY src/contracts ./src/contracts
COPY src/domain ./src/domain
COPY web ./web
RUN node scripts/build-web.mjs

# Not Alpine: the SDK's native code needs glibc.
FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json tsconfig.json ./
COPY activities ./activities
COPY src ./src
COPY templates ./templates
COPY workflows ./workflows
COPY --from=web /app/web/dist ./web/dist
# The first API key is written to the data folder.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
ENTRYPOINT ["node", "--import", "tsx", "src/cli/main.ts"]
CMD ["help"]
