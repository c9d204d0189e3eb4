"""A server's products of matrices take one thread, unless the environment says otherwise."""

import os

import pytest

from ground import blas


@pytest.mark.parametrize(("given", "found"), [(None, "1"), ("2", "2")])
def test_what_the_environment_says_stays(
    monkeypatch: pytest.MonkeyPatch, given: str | None, found: str
) -> None:
    monkeypatch.setattr(os, "environ", {} if given is None else {"OPENBLAS_NUM_THREADS": given})
    blas.one_thread()
    assert os.environ["OPENBLAS_NUM_THREADS"] == found
