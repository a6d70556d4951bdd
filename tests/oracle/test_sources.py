"""Unpacking what was fetched, with the Python of Debian 12 (3.11.2, whose tarfile has no filters) too."""

import io
import tarfile
from pathlib import Path

import pytest

from oracle.sources import SourceUnavailable, unpack


def archive_of(folder: Path, *names: str) -> Path:
    path = folder / "package.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = len(name)
            tar.addfile(member, io.BytesIO(name.encode()))
    return path


@pytest.mark.parametrize("with_filters", [True, False])
def test_the_files_that_match_are_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_filters: bool) -> None:
    if not with_filters:
        monkeypatch.delattr(tarfile, "data_filter", raising=False)
    archive = archive_of(tmp_path, "package-1/src/one.c", "package-1/src/two.h", "package-1/doc/three.c")
    top = unpack(archive, tmp_path / "unpacked", "package-*/src/*.c")
    assert top == tmp_path / "unpacked" / "package-1"
    assert [str(path.relative_to(top)) for path in top.rglob("*.*")] == ["src/one.c"]


@pytest.mark.parametrize("name", ["package-1/../../outside.c", "/tmp/outside.c"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceUnavailable, match="leads out of its folder"):
        unpack(archive_of(tmp_path, "package-1/one.c", name), tmp_path / "unpacked")
    assert not (tmp_path / "outside.c").exists()
