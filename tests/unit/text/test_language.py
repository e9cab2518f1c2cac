"""The language of a text is told from the text, and English is assumed only where nothing tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.text import detect_language
from omnigen.text.speaking_time import measured_languages

TOLD = {
    "Ein ruhiger Werbespot für eine Thermosflasche": "de",
    "Unser Onlinekonto kostet 0 € im Monat.": "de",
    "Oceane, das Shampoo mit Meeresalgen": "de",
    "Une publicité calme pour une bouteille isotherme": "fr",
    "Pub pour un vélo électrique": "fr",
    "Un anuncio tranquilo para un termo": "es",
    "Abre tu cuenta en cuatro minutos": "es",
    "Um anúncio calmo para uma garrafa térmica": "pt",
    "Uno spot tranquillo per una borraccia termica": "it",
    "Een rustige reclame voor een thermosfles": "nl",
    "En lugn reklamfilm för en termos": "sv",
    "Rauhallinen mainos termospullolle": "fi",
    "Otwórz konto w cztery minuty": "pl",
    "Termos için sakin bir reklam": "tr",
    "O reclamă liniștită pentru un termos": "ro",
    "Nyugodt reklám egy termoszhoz": "hu",
    "Quảng cáo nhẹ nhàng cho bình giữ nhiệt": "vi",
    "Спокойная реклама термоса": "ru",
    "Спокійна реклама термоса": "uk",
    "Ήρεμη διαφήμιση για θερμός": "el",
    "إعلان هادئ عن ترمس": "ar",
    "تھرماس کا ایک پرسکون اشتہار": "ur",
    "פרסומת רגועה לתרמוס": "he",
    "थर्मस का शांत विज्ञापन": "hi",
    "โฆษณากระติกน้ำร้อน": "th",
    "水筒の静かな広告": "ja",
    "iPhone用の静かな広告": "ja",
    "保温瓶的宁静广告": "zh",
    "보온병을 위한 조용한 광고": "ko",
}
ENGLISH = (
    "Ad for Corsa, an espresso machine for small kitchens",
    "Teaser for Trattoria Lina, a small Italian restaurant in Leeds that opens on Friday",
    "A short film about Barcelona and tapas",
    "Promo for a jazz festival in Ghent in July",
    "Black Friday: 50 % off all",
    "NASA, IBM, HTTP, XML, SQL, AWS, IAM, KMS, ECS, EKS, RDS, SQS.",
    "Coffee ad",
    "Café latte ad",
    "Just do it.",
    "Tesla Model Y",
    "Zelvora",
    "2026!",
    "",
)


@pytest.mark.parametrize(("text", "language"), TOLD.items())
def test_a_text_tells_its_language(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ENGLISH)
def test_english_and_what_tells_nothing_is_english(text: str) -> None:
    assert detect_language(text) == "en"


@given(st.text(max_size=80))
def test_any_text_has_a_language(text: str) -> None:
    assert detect_language(text) in {*measured_languages(), "bn", "km", "lo", "my", "ta"}
