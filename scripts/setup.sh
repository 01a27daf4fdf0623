#!/bin/sh
# Makes the virtual environment from lock files: setup.sh PYTHON VENV LOCK... Needs only Python >= 3.11 with pip or
# ensurepip; pip's own configuration says where packages come from. With JIXIAO_COMPILED=1 the project itself goes in as
# it is now, compiled, which needs a C compiler and Python's headers besides; else as it stands in this folder.
set -eu
python=$1 venv=$2
shift 2

[ -n "$python" ] || { echo "No Python 3.11 or newer was found. Install one, or say which: make PYTHON=/path/to/python3" >&2; exit 1; }

if [ ! -x "$venv/bin/python" ]; then
    rm -rf "$venv"
    # Debian's python3 comes without ensurepip: then the pip that is there fills the environment from outside.
    "$python" -m venv "$venv" 2>/dev/null || "$python" -m venv --clear --without-pip "$venv"
fi

pip() {
    if "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        "$venv/bin/python" -m pip "$@"
    else
        "$python" -m pip --python "$venv/bin/python" "$@"
    fi
}

for lock in "$@"; do
    echo "Installing the packages of $lock into $venv (once; about a minute) ..."
    pip install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes -r "$lock"
done

# Read by mypyc alone: what a run before left in build/ would go along.
own="--quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation --no-index"
if [ -n "${JIXIAO_COMPILED:-}" ]; then
    echo "Compiling what reads documents and makes their rows (about three minutes) ..."
    rm -rf build
    pip install $own --force-reinstall .
else
    pip install $own -e .
    "$venv/bin/python" -m compileall -q pipelines pages transforms warehouse
fi
