#!/usr/bin/env bash
# Re-creates the lock files from pyproject.toml with the uv of .venv (`make lock`).
# They hold package names, versions and hashes: no registry address, no path.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}

compile() {  # compile OUTPUT TITLE ARGUMENT...
    local output=$1 title=$2
    shift 2
    local work
    work=$(mktemp)
    # An existing lock is kept where it still fits; `make lock UPGRADE=1` takes the newest versions.
    if [ -z "${UPGRADE:-}" ] && [ -e "$output" ]; then cp "$output" "$work"; fi
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        --output-file "$work" "$@" >/dev/null
    { echo "# $title"; echo "# Made by \`make lock\` from pyproject.toml; do not edit."; cat "$work"; } >"$output"
    rm -f "$work"
    echo "$output: $(grep -c '==' "$output") packages"
}

compile requirements.txt "The project, its report and dev groups, and the build backend." \
    pyproject.toml --group dev --group build
compile requirements-lab.txt "JupyterLab, on top of requirements.txt (\`make lab\`)." \
    --group lab --constraints requirements.txt
compile requirements-docs.txt "The documentation's generator, on top of requirements.txt (\`make docs\`)." \
    --group docs --constraints requirements.txt
compile requirements-bootstrap.txt "uv, with which \`make\` installs the rest." \
    --group bootstrap
# The version that the tests of a cluster run with.
echo "pyspark[connect]==4.3.0" | compile requirements-spark.txt "Spark, on top of requirements.txt (\`make test-spark\`)." \
    --constraints requirements.txt -
# The version that both engines were compared with.
echo "quarto-cli==1.10.18" | compile requirements-quarto.txt "Quarto alone, without the JupyterLab it asks for (\`make quarto\`)." \
    --no-deps -
