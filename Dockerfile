# Build: docker build -t minicc .        Run: docker run --rm --network none minicc fuzz run -n 100
FROM debian:bookworm-slim AS build
ENV SOURCE_DATE_EPOCH=0
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY requirements-runtime.lock ./
RUN python3 -m venv /opt/minicc \
 && /opt/minicc/bin/pip install --no-cache-dir --require-hashes -r requirements-runtime.lock
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY minicc minicc
COPY oracle oracle
COPY fuzz fuzz
COPY corpus corpus
RUN /opt/minicc/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
 && /opt/minicc/bin/pip uninstall -y -q hatchling editables trove-classifiers pluggy pathspec tomlkit packaging pip setuptools \
 && /opt/minicc/bin/python -m compileall -q -f --invalidation-mode unchecked-hash /opt/minicc/lib

FROM debian:bookworm-slim
ENV SOURCE_DATE_EPOCH=0
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libc6-dev python3 \
 && rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/dpkg.log /var/cache/ldconfig/aux-cache \
 && useradd --create-home --uid 1000 minicc
COPY --from=build /opt/minicc /opt/minicc
ENV PATH=/opt/minicc/bin:$PATH
USER minicc
WORKDIR /home/minicc
CMD ["fuzz", "run", "-n", "100"]
