"""Words by which a sentence claims something, in the languages that are checked."""

from __future__ import annotations

from types import MappingProxyType

CHECKED_LANGUAGES = ("en", "de", "fr", "es", "pt", "it")

CLAIM_STEMS = MappingProxyType(
    {
        "health": "health wellness / gesund heilsam / santé sain= saine= / salud= saludable / saúde saudáve / "
        "salut sano= sana=",
        "cure": "cure cures heals remed / heilt heilung lindert / guéri soulage / cura= curan alivia / cura= "
        "alivia / cura= guari",
        "safe": "safe= safely safer harmless / sicher= unbedenklich / sûre inoffensi / inocu / segura= "
        "seguro= inócu / sicuro sicura innocu",
        "effective": "effective / wirksam / efficace / eficaz / eficaz / efficace",
        "tested": "tested proven clinical dermatolog / getestet geprüft erprobt bewiesen klinisch dermatolog "
        "/ testé prouvé éprouvé clinique dermato / probado= probada= comprobad clínic dermatol / testad "
        "comprovad clínic dermatol / testat provat clinic dermatol",
        "recommended": "recommend endorsed / empfohlen / recommandé / recomendad / recomendad / raccomandat consigliat",
        "award": "award prizewinning / preisgekrönt ausgezeichnet / primé= primée= / premiad galardonad / "
        "premiad / premiat",
        "best": "best= finest unbeatable unrivalled leading / beste= besten= bester= bestes= führend / "
        "meilleur leader / mejor= mejores líder / melhor= melhores líder / migliore migliori leader",
        "unique": "unique unrivaled / einzigartig / unique / únic / únic / unic",
        "natural": "natural / natürlich= naturrein / naturel / natural / natural / natural",
        "organic": "organic / biologisch bio= / biologique bio= / ecológic orgánic / orgânic biológic / "
        "biologic ecologic",
        "green": "sustainab eco-friendly climate planet recycl biodegrad kinder= / nachhaltig umwelt klima "
        "recycel / écolo climat recycl / sostenib reciclad climátic / sustentá reciclad climátic / "
        "sostenib riciclat climatic",
        "guarantee": "guarantee warranty / garantie garantier / garanti / garanti garantía / garanti / garan",
        "certified": "certified approved official / zertifiziert zugelassen offiziell / certifié homologué "
        "officiel / certificad oficial / certificad oficial / certificat ufficiale",
        "cheap": "cheap affordable bargain / billig günstig preiswert / abordable / barat asequible económic "
        "/ barat econômic / economic",
        "free": "free= / gratis kostenlos / gratuit / gratis gratuit / grátis gratuit / gratis gratuit",
        "fast": "fastest instant / sofort= schnellste / instantané immédiat / inmediat instantáne / imediat "
        "instantâne / immediat istantane",
        "new": "revolutionary breakthrough / revolutionär bahnbrechend / révolutionnaire / revolucionari / "
        "revolucionári / rivoluzionari",
        "handmade": "handmade handcrafted / handgemacht handgefertigt / artisanal / artesanal artesano / "
        "artesanal / artigianal",
        "fresh": "fresh / frisch / frais= fraîche / fresco fresca / fresco fresca / fresco fresca",
        "lasting": "lasting unbreakable indestructible / unzerstörbar langlebig haltbar / indestructible "
        "durable / duradero indestructible / duradour indestrutív / duratur indistruttibil",
        "premium": "premium luxur / luxus hochwertig premium / luxe luxueu premium / lujo premium / luxo "
        "premium / lusso premium",
        "vegan": "vegan / vegan / végan / vegan / vegan / vegan",
        "waterproof": "waterproof / wasserdicht / étanche / impermeable / impermeáve / impermeabil",
        "popular": "bestsell million / beliebteste million / populaire million / popular millones / popular "
        "milhões / popolare milioni",
    }
)
"""Beginnings of words that claim something (whole words with `=`), by what they claim, languages in the order above.

A claim is supported when the brief has any word of its row: a live writer may answer in another language than the
brief's.
"""
