"""Texts of any language are cut where their readers would cut them, and nothing of them is lost."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen import text
from omnigen.text import Piece

SCRIPTS = {
    "ar": "هل تريد هاتفا جديدا؟ نعم، بالطبع، واليوم فقط بسعر ٩٩ ريالا. د. أحمد ينصح به.",
    "de": "Die Eröffnung dauert vier Minuten, z. B. abends auf dem Sofa. Dr. Müller kam am 3. Oktober. Nur 2,5 % p.a.!",
    "el": "Ανοίξτε λογαριασμό σε τέσσερα λεπτά, από τον καναπέ σας. Είναι εύκολο.",
    "en": "Meet Dr. Smith of St. James Hospital. EST. 1999, e.g. by Acme, Inc. It's $3.50 (yes!) – call at 5 p.m. now.",
    "es": "El Sr. Pérez vive en EE. UU. desde ayer, y no vuelve. ¿Qué? ¡Sí!",
    "fr": "M. Dupont dit : « Oui. » C'est à env. 3,5 km, et il y va. Voilà !",
    "he": "פתחו חשבון בארבע דקות, מהספה שלכם. זה קל.",
    "hi": "अदरक और इलायची का स्वाद। आज ही घर लाएँ, सिर्फ़ ९९ रुपये में। डॉ. शर्मा आए।",
    "hu": "Nyisson számlát négy perc alatt, a kanapéról. Kb. 5 perc.",
    "id": "Buka rekening dalam empat menit, dari sofa Anda. Hubungi Dr. Budi.",
    "it": "Il dott. Rossi e la sig.ra Bianchi aprono un conto, ecc. Oggi.",
    "ja": "睡眠、運動が一目了然。一日を変える！三十秒で本格的な味わい、iPhoneでも。「はい。」と言った。",
    "km": "បើកគណនីក្នុងរយៈពេលបួននាទី។ វាងាយស្រួល។",
    "ko": "오늘 바로 시작하세요. 소파에서, 사 분이면 충분합니다.",
    "lo": "ເປີດບັນຊີໃນສີ່ນາທີ ຈາກໂຊຟາຂອງທ່ານ",
    "my": "မိနစ်လေးအတွင်း ဘဏ်စာရင်းဖွင့်ပါ။ လွယ်ကူသည်။",
    "nl": "Dhr. Jansen en mevr. de Vries, d.w.z. nu. Bijv. vandaag.",
    "pl": "Np. dzisiaj, prof. Kowalski i in. Ul. Długa 5. Kup teraz.",
    "pt": "O Sr. Silva e a Dra. Souza abrem uma conta, em quatro minutos. Av. Paulista.",
    "ru": "Г. Москва, ул. Ленина, д. 5. Т. е. сегодня, а не завтра. Да.",
    "th": "จะถูกเปิดตัวขวดน้ำที่เก็บความเย็นได้ยาวนาน กว่ายี่สิบสี่ชั่วโมง เหมาะสำหรับทุกคน",
    "tr": "Dr. Yılmaz dört dakikada hesap açtı, koltuktan. Çok kolay.",
    "uk": "Відкрийте рахунок за чотири хвилини, з дивана. Це легко.",
    "zh": "今天就来打开您的银行账户，只需四分钟。真的？真的！",
}  # fmt: skip
ABBREVIATIONS = {
    "ar": ["د. أحمد"],
    "de": ["z. B. abends", "Dr. Müller", "3. Oktober", "2,5 % p.a."],
    "en": ["Dr. Smith", "St. James", "EST. 1999", "e.g. by", "Acme, Inc.", "$3.50", "5 p.m. now"],
    "es": ["Sr. Pérez", "EE. UU. desde"],
    "fr": ["M. Dupont", "env. 3,5"],
    "hi": ["डॉ. शर्मा"],
    "hu": ["Kb. 5"],
    "id": ["Dr. Budi"],
    "it": ["dott. Rossi", "sig.ra"],
    "nl": ["Dhr. Jansen", "mevr. de", "d.w.z. nu", "Bijv. vandaag"],
    "pl": ["Np. dzisiaj", "prof. Kowalski", "Ul. Długa"],
    "pt": ["Sr. Silva", "Dra. Souza", "Av. Paulista"],
    "ru": ["Г. Москва", "ул. Ленина", "д. 5", "Т. е. сегодня"],
    "tr": ["Dr. Yılmaz"],
}

fragments = st.sampled_from([word for script in SCRIPTS.values() for word in script.split()])
mixed = st.lists(
    st.one_of(fragments, st.text(max_size=8), st.sampled_from(["\n", "\n\n", "- ", "1. ", "👨‍👩‍👧‍👦", "1️⃣", "กำ"])),
    max_size=30,
).map(" ".join)
languages = st.sampled_from([*SCRIPTS, "und", "tlh"])


@given(mixed, languages)
def test_nothing_is_lost_at_any_level_and_everything_keeps_its_order(script: str, language: str) -> None:
    for pieces in (
        text.sentences(script, language),
        text.clauses(script, language),
        text.words(script, language),
        text.line_breaks(script, language),
        text.line_breaks(script, language, within_phrases=True),
    ):
        _cover(pieces, script)
    assert "".join(text.graphemes(script)) == script


@given(mixed, languages)
def test_paragraphs_leave_out_nothing_but_the_markers_of_lists(script: str, language: str) -> None:
    end = 0
    for paragraph in text.paragraphs(script, language):
        between = script[end : paragraph.start]
        assert all(part in {"-", "*", "•", "+", ">", "–", "—", "·"} or part[-1] in ".)" for part in between.split())
        assert paragraph.text.split() == script[paragraph.start : paragraph.end].split()
        _cover(paragraph.lines, paragraph.text, paragraph.start)
        _cover([Piece(one.text, one.start) for one in paragraph.sentences], paragraph.text, paragraph.start)
        for sentence in paragraph.sentences:
            _cover(sentence.clauses, sentence.text, sentence.start)
            _cover(sentence.words, sentence.text, sentence.start)
        end = paragraph.end
    assert not any(map(str.isalpha, script[end:]))


@given(mixed, languages)
def test_no_cut_is_inside_what_a_reader_takes_for_one_character(script: str, language: str) -> None:
    """An accent on a space belongs to no letter: white space around a piece is left out, whatever stands on it."""
    whole = set()
    place = 0
    for one in text.graphemes(script):
        whole |= set() if one[0].isspace() else set(range(place + 1, place + len(one)))
        place += len(one)
    for pieces in (text.words(script, language), text.line_breaks(script, language), text.clauses(script, language)):
        assert not whole & {piece.start for piece in pieces}


@pytest.mark.parametrize("language", SCRIPTS)
def test_no_cut_is_inside_an_abbreviation(language: str) -> None:
    script = SCRIPTS[language]
    for part in ABBREVIATIONS.get(language, []):
        begin = script.index(part)
        inside = range(begin + 1, begin + len(part))
        for pieces in (text.sentences(script, language), text.clauses(script, language)):
            assert not [piece for piece in pieces if piece.start in inside], part


@pytest.mark.parametrize(
    ("language", "count"),
    {
        "ar": 3,
        "de": 3,
        "en": 3,
        "es": 3,
        "hi": 3,
        "ja": 4,
        "km": 2,
        "ko": 2,
        "my": 2,
        "pl": 3,
        "th": 1,
        "zh": 3,
    }.items(),
)
def test_sentences_end_where_their_language_ends_them(language: str, count: int) -> None:
    found = [one.text for one in text.sentences(SCRIPTS[language], language)]
    assert len(found) == count, found


def test_clauses_stand_alone_and_lists_dates_and_names_are_not_cut() -> None:
    def cut(script: str, language: str = "en") -> list[str]:
        return [piece.text for piece in text.clauses(script, language)]

    assert cut("Open a bank account in four minutes, from your sofa.") == [
        "Open a bank account in four minutes,",
        "from your sofa.",
    ]
    assert cut("Red, green, blue, and black shirts, made in Italy by hand.") == [
        "Red, green, blue, and black shirts,",
        "made in Italy by hand.",
    ]
    assert cut("Save by Nov. 30th, 2026 at five (really, all of you) with Acme, Inc. of Leeds.") == [
        "Save by Nov. 30th, 2026 at five (really, all of you) with Acme, Inc. of Leeds."
    ]
    assert cut("睡眠が一目了然、毎日の暮らしを、もっと楽しく。", "ja") == [
        "睡眠が一目了然、",
        "毎日の暮らしを、",
        "もっと楽しく。",
    ]
    assert cut(SCRIPTS["th"], "th") == SCRIPTS["th"].split()


def test_words_are_counted_as_their_readers_count_them() -> None:
    assert text.count_words("오늘 바로 시작하세요", "ko") == 3
    assert text.count_words("— … !") == 0
    assert text.count_words("จะถูกเปิดตัวขวดน้ำที่เก็บความเย็นได้ยาวนานกว่ายี่สิบสี่ชั่วโมงเหมาะสำหรับทุกคนในครอบครัวของคุณทุกวัน") > 20


def test_lines_end_between_phrases_and_never_between_a_number_and_its_unit() -> None:
    def lines(script: str, language: str) -> list[str]:
        return [piece.text for piece in text.line_breaks(script, language)]

    assert lines("三十秒で本格的な味わい、一日を変える。", "ja") == [
        "三十秒で",
        "本格的な",
        "味わい、",
        "一日を",
        "変える。",
    ]
    assert lines("Meet Dr. Smith at 5 p.m. with 10 000 € – or 5 km/h. It is on.", "en") == [
        *["Meet", "Dr. Smith", "at", "5 p.m.", "with", "10 000 € –", "or", "5 km/h.", "It", "is", "on."]
    ]
    assert lines("오늘 바로 시작하세요", "ko") == ["오늘", "바로", "시작하세요"]
    assert "운동" not in lines("수면운동관리", "ko")
    long = "www.example-shop.com/summer-sale"
    assert lines(long, "en") == [long]
    assert len(text.line_breaks(long, "en", within_phrases=True)) > 2


def test_a_phrase_joined_again_has_the_spaces_it_had() -> None:
    for script in ("使用 Respira 每天一次", "毎朝、深呼吸から始めよう。", "Take 10 mg daily!"):
        assert text.join(word.text for word in text.words(script)) == script


BULLETS = """Why choose NordKasse?
- No monthly fee
* Apple Pay
Call now.

1. Open the app.

2. Scan your face
   and smile."""
POEM = """Two roads diverged in a yellow wood,
And sorry I could not travel both
And be one traveler, long I stood"""
WRAPPED = """A paragraph whose lines were broken by an editor at its right margin,
which says nothing about how it is spoken or shown."""


def test_items_of_a_list_are_paragraphs_without_their_markers() -> None:
    found = [(one.text, one.is_item) for one in text.paragraphs(BULLETS, "en")]
    assert found == [
        ("Why choose NordKasse?", False),
        ("No monthly fee", True),
        ("Apple Pay", True),
        ("Call now.", False),
        ("Open the app.", True),
        ("Scan your face    and smile.", True),
    ]
    assert text.paragraphs("3. Oktober war gestern.", "de")[0].text == "3. Oktober war gestern."


def test_verse_keeps_its_lines_and_a_wrapped_paragraph_does_not() -> None:
    poem, prose = (text.paragraphs(script, "en")[0] for script in (POEM, WRAPPED))
    assert [line.text for line in poem.lines] == POEM.splitlines()
    assert [clause.text for clause in poem.sentences[0].clauses][:2] == POEM.splitlines()[:2]
    assert (prose.is_verse, len(prose.lines), "\n" in prose.text) == (False, 1, False)


def _cover(pieces: Iterable[Piece], whole: str, offset: int = 0) -> None:
    """Pieces lie in order in a text, say what stands there, and leave only white space out."""
    places = [(piece.start - offset, piece.end - offset, piece.text) for piece in pieces]
    assert all(said and whole[begin:end] == said for begin, end, said in places)
    borders = [0, *(place for begin, end, _ in places for place in (begin, end)), len(whole)]
    assert borders == sorted(borders)
    assert not any(whole[begin:end].strip() for begin, end in zip(borders[::2], borders[1::2], strict=True))
