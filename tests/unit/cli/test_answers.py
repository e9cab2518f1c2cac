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
from local.cli.answers import accounts, brands, jobs, offers, rules

MODELS: dict[Any, type[BaseModel]] = {
    brands.AssetAnswer: AssetResponse,
    brands.BrandAnswer: BrandResponse,
    brands.BrandUseAnswer: BrandUse,
    jobs.BriefAnswer: Brief,
    rules.ComplianceAnswer: ComplianceResponse,
    jobs.ElementAnswer: ElementView,
    offers.EstimateAnswer: Estimate,
    offers.FindingAnswer: ModelFinding,
    jobs.PictureAnswer: ImageResponse,
    rules.PlaceAnswer: AdPlace,
    jobs.JobAnswer: JobResponse,
    brands.KitAnswer: BrandKit,
    jobs.JobSummaryAnswer: JobSummary,
    accounts.KeyAnswer: KeyResponse,
    accounts.LimitsAnswer: LimitsResponse,
    accounts.UserLimitsAnswer: UserLimitsResponse,
    accounts.ErasureAnswer: ErasureResponse,
    offers.LineItemAnswer: LineItem,
    offers.ModelAnswer: ModelResponse,
    offers.ModelsAnswer: ModelsResponse,
    offers.PriceAnswer: ModelPrice,
    jobs.ReviewAnswer: ReviewView,
    rules.RuleAnswer: RuleView,
    rules.RuleFindingAnswer: RuleFinding,
    jobs.SceneAnswer: SceneResponse,
    jobs.ScriptAnswer: ScriptWords,
    jobs.ScriptMetadataAnswer: ScriptMetadata,
    jobs.ScriptPageAnswer: ScriptResponse,
    jobs.SegmentAnswer: SegmentResponse,
    jobs.SpeechAnswer: SpeechResponse,
    jobs.VendorBusyAnswer: VendorBusyView,
    jobs.VideoAnswer: VideoResponse,
    offers.VoiceAnswer: VoiceResponse,
    offers.VoicesAnswer: VoicesResponse,
    offers.VoiceSampleAnswer: VoiceSampleResponse,
    rules.WaiverAnswer: Waiver,
    accounts.WebhookSecretAnswer: WebhookSecretResponse,
}


def test_every_answer_is_compared() -> None:
    modules = (accounts, brands, jobs, offers, rules)
    assert {kind.__name__ for kind in MODELS} == {
        name for module in modules for name in vars(module) if name.endswith("Answer")
    }


@pytest.mark.parametrize("answer", MODELS, ids=lambda kind: str(kind.__name__))
def test_what_is_read_is_what_the_api_sends(answer: Any) -> None:
    sent = MODELS[answer]
    names = set(sent.model_fields) | set(sent.model_computed_fields)
    assert set(get_type_hints(answer)) <= names
