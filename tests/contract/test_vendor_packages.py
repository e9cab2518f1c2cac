"""Replicate's own package, asked for the same thing, sends what our adapters send and reads what our fake answers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from omnigen.providers.protocols import Providers
from replicate.client import Client
from replicate.file import File
from replicate.model import Model
from replicate.prediction import Prediction
from werkzeug.formparser import parse_form_data

from tests.contract.fake_vendors import KEYS, FakeVendors
from tests.contract.requests_to_make import a_clip_request, a_picture, a_speech_request
from tests.contract.vendor_interfaces import Request

MODEL = "google/veo-3.1-fast"


@pytest.fixture
def live(live_with: Callable[..., Providers]) -> Providers:
    return live_with(OMNIGEN_CLIP_MODELS=MODEL, OMNIGEN_SPEECH_MODELS="minimax/speech-2.8-turbo")


@pytest.fixture
def package(vendors: FakeVendors) -> Iterator[Client]:
    """The package's client at the imitated vendor."""
    transport = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))
    yield Client(api_token=KEYS["replicate"], base_url=vendors.url, transport=transport)
    transport.close()


def test_the_package_places_the_same_prediction(vendors: FakeVendors, live: Providers, package: Client) -> None:
    live.video_providers[0].start(a_clip_request(start_frame=a_picture()))
    ours = vendors.seen[-1]
    placed = package.models.predictions.create(MODEL, input=ours.json["input"])
    assert isinstance(placed, Prediction)
    assert _request(vendors.seen[-1]) == _request(ours)


def test_the_package_waits_for_a_prediction_in_the_same_words(
    vendors: FakeVendors, live: Providers, package: Client
) -> None:
    live.speech_providers[0].speak(a_speech_request())
    ours = next(request for request in vendors.seen if request.method == "POST")
    seconds = int(ours.headers["Prefer"].removeprefix("wait="))
    placed = package.models.predictions.create("minimax/speech-2.8-turbo", input=ours.json["input"], wait=seconds)
    assert placed.status == "succeeded"
    assert _request(vendors.seen[-1]) == _request(ours)
    assert vendors.seen[-1].headers["Prefer"] == ours.headers["Prefer"]


def test_the_package_polls_lists_and_cancels_predictions_at_the_same_paths(
    vendors: FakeVendors, live: Providers, package: Client
) -> None:
    provider = live.video_providers[0]
    prediction_id = provider.start(a_clip_request())
    for ask, same in (
        (lambda: provider.poll(prediction_id), lambda: package.predictions.get(prediction_id)),
        (lambda: provider.find_existing(a_clip_request()), lambda: list(package.predictions.list())),
        (lambda: provider.cancel(prediction_id), lambda: package.predictions.cancel(prediction_id)),
    ):
        ask()
        ours = vendors.seen[-1]
        same()
        theirs = vendors.seen[-1]
        assert theirs is not ours
        assert (theirs.method, theirs.path) == (ours.method, ours.path)


def test_the_package_uploads_a_picture_in_the_same_form(vendors: FakeVendors, live: Providers, package: Client) -> None:
    live.video_providers[0].start(a_clip_request(start_frame=a_picture()))
    ours = next(request for request in vendors.seen if request.path == "/v1/files")
    kept = package.files.create(io.BytesIO(a_picture().data), metadata={"order_id": "clip-1"})
    assert isinstance(kept, File)
    assert isinstance(package.files.get(kept.id), File)
    (theirs,) = (request for request in vendors.seen if request.path == "/v1/files" and request is not ours)
    assert _uploaded(theirs) == _uploaded(ours)


def test_the_package_reads_what_is_told_of_a_model(vendors: FakeVendors, package: Client) -> None:
    assert isinstance(package.models.get(MODEL), Model)
    assert vendors.seen[-1].path == f"/v1/models/{MODEL}"


def _request(request: Request) -> tuple[str, str, Any]:
    return request.method, request.path, request.json


def _uploaded(request: Request) -> tuple[dict[str, bytes], dict[str, str]]:
    """Files and fields of a form."""
    environ = {
        "REQUEST_METHOD": request.method,
        "CONTENT_TYPE": request.headers["Content-Type"],
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.input": io.BytesIO(request.body),
    }
    _, fields, files = parse_form_data(environ)
    contents = {}
    for name, file in files.items():
        with file.stream as stream:
            contents[name] = stream.read()
    return contents, dict(fields)
