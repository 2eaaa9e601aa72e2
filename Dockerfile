# Plantwire's image.
#   docker build --target run -t plantwire .        the appliance
#   docker build --target lab -t plantwire:lab .    the appliance with the simulated plant and the simulated Odoo, to try out on site
# Behind a company's package registry add: --secret id=npmrc,src=$HOME/.npmrc --secret id=ca,src=company-ca.pem (neither enters the image).

FROM node:24-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY nodes/package.json nodes/

FROM manifests AS build
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
    --mount=type=secret,id=ca,target=/run/secrets/ca \
    --mount=type=cache,target=/root/.npm \
    if [ -s /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
COPY nodes nodes
COPY flows flows
COPY settings settings
RUN node settings/ensure.cjs && mkdir -p nodes/examples nodes/resources

# What runs in production. The base image brings Node, so the packages that carry it for `npm start` go.
FROM manifests AS modules-run
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
    --mount=type=secret,id=ca,target=/run/secrets/ca \
    --mount=type=cache,target=/root/.npm \
    if [ -s /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error \
 && rm -rf node_modules/node-linux-* node_modules/.bin/node node_modules/typescript node_modules/@typescript

# The same, with the libraries of the simulated plant in the versions of the lock file.
FROM manifests AS modules-lab
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
    --mount=type=secret,id=ca,target=/run/secrets/ca \
    --mount=type=cache,target=/root/.npm \
    if [ -s /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    for name in node-opcua modbus-serial aedes; do \
      npm pkg set "dependencies.$name=$(node -p "require('./package.json').devDependencies['$name']")"; \
      npm pkg delete "devDependencies.$name"; \
    done \
 && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error \
 && rm -rf node_modules/node-linux-* node_modules/.bin/node node_modules/typescript node_modules/@typescript

# The appliance's own files, as they stand in every target.
FROM manifests AS files
COPY LICENSE ./
COPY --from=build /app/nodes/dist nodes/dist
COPY --from=build /app/nodes/resources nodes/resources
COPY --from=build /app/nodes/examples nodes/examples
COPY --from=build /app/settings/dist settings/dist
COPY flows flows

FROM node:24-bookworm-slim AS appliance
ENV NODE_ENV=production PLANTWIRE_DATA=/data PLANTWIRE_HOST=0.0.0.0 PLANTWIRE_EDITOR=auto
WORKDIR /app
RUN mkdir /data && chown 1000:1000 /data
USER 1000:1000
VOLUME /data
EXPOSE 1880
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=15s --start-period=30s --retries=3 CMD ["node", "settings/dist/health-check.js"]

FROM appliance AS lab
COPY --from=modules-lab /app/node_modules node_modules
COPY --from=files /app ./
COPY test/plant test/plant
CMD ["node", "settings/dist/start.js"]

FROM appliance AS run
COPY --from=modules-run /app/node_modules node_modules
COPY --from=files /app ./
CMD ["node", "node_modules/node-red/red.js", "--settings", "settings/dist/settings.js"]
