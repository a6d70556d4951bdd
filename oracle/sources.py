"""Sources of other people's code, fetched by name through the clients of package registries, and cached.

A source is written KIND:NAME, and nothing of it ever becomes part of this repository:

    pypi:lupa==2.8         the source distribution, through pip
    npm:tree-sitter@0.25.1 the package, through npm pack
    apt:zlib               Debian's source package, patched, through apt-get source
    deb:gcc-12-source      the files of a binary package, through apt-get download
"""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from plumbum import CommandNotFound, ProcessExecutionError, ProcessTimedOut, local

_FETCH_SECONDS = 600


class SourceUnavailable(Exception):
    """The source cannot be had here (no network, no such package); the message says why in one line."""


def cache_folder(kind: str) -> Path:
    """The folder below the user's cache (XDG_CACHE_HOME) that holds what belongs to `kind`."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "minicc" / kind


def fetch_source(source: str) -> Path:
    """The folder that holds the unpacked source, fetched unless it is in the cache.

    Raises SourceUnavailable.
    """
    kind, _, requirement = source.partition(":")
    if kind not in _FETCHERS or not requirement:
        raise SourceUnavailable(f"{source}: a source is one of {', '.join(f'{kind}:NAME' for kind in _FETCHERS)}")
    cache = cache_folder("sources")
    unpacked = cache / kind / re.sub(r"[^\w.+-]+", "-", requirement)
    if unpacked.exists():
        return unpacked
    unpacked.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        try:
            top = _FETCHERS[kind](requirement, Path(scratch))
        except CommandNotFound as error:
            raise SourceUnavailable(f"{source}: this machine has no {error.program}") from None
        except ProcessTimedOut:
            raise SourceUnavailable(f"{source}: not fetched within {_FETCH_SECONDS} s") from None
        except ProcessExecutionError as error:
            raise SourceUnavailable(f"{source}: {error.argv[0]}: {_first_complaint(error)}") from None
        try:
            top.rename(unpacked)
        except OSError:
            if not unpacked.exists():
                raise
    return unpacked


def _first_complaint(error: ProcessExecutionError) -> str:
    lines = [line.strip() for line in f"{error.stdout}\n{error.stderr}".splitlines() if line.strip()]
    complaints = [line for line in lines if re.match(r"(npm )?(E:|ERROR|ERR!|error)", line)]
    return (complaints or lines or [f"exit status {error.retcode}"])[-1 if not complaints else 0]


def _only_folder(folder: Path) -> Path:
    (top,) = (path for path in folder.iterdir() if path.is_dir())
    return top


def unpack(archive: Path, folder: Path, only: str = "*") -> Path:
    """Unpacks the files that match `only` of an archive that holds one folder; returns that one, in `folder`.

    Raises:
        SourceUnavailable: a name in the archive leads out of the folder.
    """
    with tarfile.open(archive) as tar:
        members = [member for member in tar if fnmatch.fnmatch(member.name, only)]
        outside = [m.name for m in members if not (folder / m.name).resolve().is_relative_to(folder.resolve())]
        if outside:
            raise SourceUnavailable(f"{archive.name}: {outside[0]} leads out of its folder")
        if hasattr(tarfile, "data_filter"):  # not before Python 3.11.4; Debian 12 has 3.11.2
            tar.extraction_filter = tarfile.data_filter
        tar.extractall(folder, members)
    return _only_folder(folder)


def _fetch_pypi(requirement: str, scratch: Path) -> Path:
    name = re.split(r"[=<>!~\[]", requirement)[0]
    words = ["-m", "pip", "download", "-q", "--no-deps", "--no-binary", name, "-d", str(scratch), requirement]
    local["python3"][words].run(timeout=_FETCH_SECONDS)
    (archive,) = scratch.glob("*.tar.gz")
    return unpack(archive, scratch / "unpacked")


def _fetch_npm(requirement: str, scratch: Path) -> Path:
    local["npm"]["pack", "--loglevel=error", "--pack-destination", str(scratch), requirement].run(
        timeout=_FETCH_SECONDS
    )
    (archive,) = scratch.glob("*.tgz")
    return unpack(archive, scratch / "unpacked")


def _fetch_deb(package: str, scratch: Path) -> Path:
    with local.cwd(scratch):
        local["apt-get"]["download", "-q", package].run(timeout=_FETCH_SECONDS)
        (archive,) = scratch.glob("*.deb")
        local["dpkg-deb"]["-x", str(archive), "unpacked"].run(timeout=_FETCH_SECONDS)
    archive.unlink()
    return scratch / "unpacked"


def _fetch_apt(package: str, scratch: Path) -> Path:
    listed = local["apt-get"]("indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages")
    places = sorted({line for line in listed.splitlines() if line.strip()})
    if not places:
        raise SourceUnavailable(f"apt:{package}: the lists of packages are empty (apt-get update fills them)")
    apt = local["apt-get"][_source_configuration(places)]
    folder = scratch / "unpacked"
    folder.mkdir()
    # A mirror may lack what its newest lists promise: try each release, then go without Debian's patches.
    releases = ["", *(f"/{place.split()[1]}" for place in places)]
    for release in releases:
        with local.cwd(folder):
            code, _, _ = apt["source", "-q", package + release].run(retcode=None, timeout=_FETCH_SECONDS)
        if code == 0:
            return _only_folder(folder)
    with local.cwd(folder):
        apt["source", "-q", "--tar-only", package].run(timeout=_FETCH_SECONDS)
    (archive,) = folder.glob("*.orig.tar.*")
    return unpack(archive, scratch / "upstream")


def _source_configuration(places: list[str]) -> list[str]:
    """Options that let apt-get find source packages on a machine that lists binary packages only.

    `places`: URI, release and component, as in a line of sources.list. The lists are kept in our cache: the
    system's configuration is not touched.
    """
    state = cache_folder("apt")
    options = [
        f"Dir::Etc::sourcelist={state / 'sources.list'}",
        "Dir::Etc::sourceparts=-",
        f"Dir::State::lists={state / 'lists'}",
        f"Dir::Cache={state / 'cache'}",
        "APT::Sandbox::User=",
    ]
    words = [word for option in options for word in ("-o", option)]
    wanted = "".join(f"deb-src {place}\n" for place in places)
    sources = state / "sources.list"
    if not sources.exists() or sources.read_text() != wanted:
        shutil.rmtree(state, ignore_errors=True)
        for folder in ("lists/partial", "cache/archives/partial"):
            (state / folder).mkdir(parents=True)
        pending = state / "sources.list.new"
        pending.write_text(wanted)
        with_pending = [word.replace("sources.list", "sources.list.new") for word in words]
        local["apt-get"][with_pending]["update", "-q"].run(timeout=_FETCH_SECONDS)
        pending.rename(sources)
    return words


_FETCHERS: dict[str, Callable[[str, Path], Path]] = {
    "pypi": _fetch_pypi,
    "npm": _fetch_npm,
    "apt": _fetch_apt,
    "deb": _fetch_deb,
}
