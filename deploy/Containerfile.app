# Everything that is not Rasa: portal, action server, notifications, inbound mail, migrations. One image, the
# command says which. Built from the repository's root: podman build -f deploy/Containerfile.app .
FROM docker.io/library/node:22.20-bookworm-slim AS page
WORKDIR /srv
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY portal portal
RUN npm run build

FROM docker.io/library/python:3.11.14-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 DEV_INBOX=0 VAR_DIR=/var/lib/assistente
WORKDIR /srv/assistente
COPY requirements/app.txt requirements/
RUN pip install --require-hashes --only-binary=:all: -r requirements/app.txt \
    && useradd --system --uid 10001 assistente \
    && install -d -o assistente /var/lib/assistente /srv/attachments
COPY settings.py ./
COPY ground ground
COPY ticket_store ticket_store
COPY actions actions
COPY data data
COPY domain.yml ./
COPY notifications notifications
COPY inbound_mail inbound_mail
COPY portal portal
COPY --from=page /srv/portal/static portal/static
USER 10001
# portal 8000, actions 5055. Both listen where PORTAL_HOST and ACTION_HOST say: 0.0.0.0 in a container.
EXPOSE 8000 5055
CMD ["python", "-m", "portal"]
