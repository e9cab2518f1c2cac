"""The command line reads the API's answers by names that the API has."""

from __future__ import annotations

from typing import Any, get_type_hints

import pytest
from omnigen.compliance.findings import AdPlace, RuleFinding
from omnigen.domain.approvals import Waiver
from omnigen.domain.brand import BrandKit
from omnigen.domain.brief import Brief
from omnigen.domain.estimate import Estimate, LineItem
from omnigen.domain.job import ScriptMetadata
from omnigen.domain.job_view import ElementView, ReviewView, VendorBusyView
from omnigen.providers.model_registry import ModelFinding, ModelPrice
from pydantic import BaseModel

from functions.api.model_list import ModelResponse, ModelsResponse
from functions.api.responses import (
    AssetResponse,
    ImageResponse,
    JobResponse,
    JobSummary,
    SceneResponse,
    ScriptResponse,
    ScriptWords,
    SegmentResponse,
    SpeechResponse,
    VideoResponse,
)
from functions.api.routes.admin import LimitsResponse, UserLimitsResponse
from functions.api.routes.brands import BrandResponse, BrandUse
from functions.api.routes.compliance import ComplianceResponse
from functions.api.routes.keys import KeyResponse
from functions.api.routes.me import ErasureResponse
from functions.api.routes.voices import VoiceSampleResponse
from functions.api.routes.webhooks import WebhookSecretResponse
from functions.api.rule_views import RuleView
from functions.api.voice_list import VoiceResponse, VoicesResponse
from local.cli import answers

MODELS: dict[Any, type[BaseModel]] = {
    answers.AssetAnswer: AssetResponse,
    answers.BrandAnswer: BrandResponse,
    answers.BrandUseAnswer: BrandUse,
    answers.BriefAnswer: Brief,
    answers.ComplianceAnswer: ComplianceResponse,
    answers.ElementAnswer: ElementView,
    answers.EstimateAnswer: Estimate,
    answers.FindingAnswer: ModelFinding,
    answers.PictureAnswer: ImageResponse,
    answers.PlaceAnswer: AdPlace,
    answers.JobAnswer: JobResponse,
    answers.KitAnswer: BrandKit,
    answers.JobSummaryAnswer: JobSummary,
    answers.KeyAnswer: KeyResponse,
    answers.LimitsAnswer: LimitsResponse,
    answers.UserLimitsAnswer: UserLimitsResponse,
    answers.ErasureAnswer: ErasureResponse,
    answers.LineItemAnswer: LineItem,
    answers.ModelAnswer: ModelResponse,
    answers.ModelsAnswer: ModelsResponse,
    answers.PriceAnswer: ModelPrice,
    answers.ReviewAnswer: ReviewView,
    answers.RuleAnswer: RuleView,
    answers.RuleFindingAnswer: RuleFinding,
    answers.SceneAnswer: SceneResponse,
    answers.ScriptAnswer: ScriptWords,
    answers.ScriptMetadataAnswer: ScriptMetadata,
    answers.ScriptPageAnswer: ScriptResponse,
    answers.SegmentAnswer: SegmentResponse,
    answers.SpeechAnswer: SpeechResponse,
    answers.VendorBusyAnswer: VendorBusyView,
    answers.VideoAnswer: VideoResponse,
    answers.VoiceAnswer: VoiceResponse,
    answers.VoicesAnswer: VoicesResponse,
    answers.VoiceSampleAnswer: VoiceSampleResponse,
    answers.WaiverAnswer: Waiver,
    answers.WebhookSecretAnswer: WebhookSecretResponse,
}


def test_every_answer_is_compared() -> None:
    assert {kind.__name__ for kind in MODELS} == {name for name in vars(answers) if name.endswith("Answer")}


@pytest.mark.parametrize("answer", MODELS, ids=lambda kind: str(kind.__name__))
def test_what_is_read_is_what_the_api_sends(answer: Any) -> None:
    sent = MODELS[answer]
    names = set(sent.model_fields) | set(sent.model_computed_fields)
    assert set(get_type_hints(answer)) <= names
