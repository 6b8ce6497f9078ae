# One image for web, worker and beat: the command decides which it is.
FROM python:3.13-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.txt /tmp/
RUN /venv/bin/pip install --require-hashes --only-binary :all: -r /tmp/requirements.txt

FROM python:3.13-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
# Survey keys lie in a folder of their own, closed to everybody else.
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin circle \
    && install -d -m 0700 -o circle -g circle /keys /data
COPY --from=packages /venv /venv
COPY . /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PRODUCTION=1 COP_DATA_DIR=/data COP_KEY_DIR=/keys
USER circle
CMD ["gunicorn", "cop.wsgi:application", "--workers", "3", "--no-control-socket"]
