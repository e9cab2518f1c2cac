"""Short words of the checked languages: on which no text ends, by which a language is recognised, and numbers."""

from __future__ import annotations

from types import MappingProxyType

LINKING_WORDS = MappingProxyType(
    {
        "en": "a an the and or of my your our his her their its with from than into because although",
        "de": "ein eine einen einem einer eines der die dem den des und oder mein dein unser ihr von für weil als",
        "fr": "un une le la les des du de et ou mon ton son notre votre leur avec pour dans sur par car que",
        "es": "un una el la los las y o de del mi tu su con para por en que",
        "pt": "um uma o a os as e ou de do da dos das meu seu com para por em no na que",
        "it": "un una uno il lo la i gli le e o di del della mio tuo suo con per in che",
    }
)
"""Articles, conjunctions, possessives and prepositions that no sentence ends on."""

PREPOSITIONS = MappingProxyType(
    {
        "en": "in on at to for by about over under between through during off all as is are that which who",
        "de": "das mit bei "
        "in im am an auf zu zum zur über unter zwischen durch um nach vor aus ab ist sind dass welche",
        "fr": "à au aux en entre sous vers chez dès est sont qui dont où",
        "es": "a al sobre entre hacia desde es son quien donde",
        "pt": "a ao aos à às sobre entre até desde é são quem onde",
        "it": "a al alla da dal dalla su sul tra fra è sono cui dove",
    }
)
"""Further words that no title, name or call to action ends on; an English sentence may ("Log in.")."""

COMMON_WORDS = MappingProxyType(
    {
        "en": "the and of for with that is our your this from we need who it they make me",
        "de": "der die das und für mit ein eine einen einer ist von auf wir ihr den dem zum zur nicht am",
        "fr": "le la les des et pour avec une est du dans sur qui nous votre aux pas",
        "es": "el la los las y para con una es del en que nuestro su por sobre más",
        "pt": "os as para com uma é da em que nosso sua por sobre não mais dos um são",
        "it": "il gli per con una è della che nostro su non più di dei sono",
    }
)
"""Frequent short words, by which the language of a text is recognised."""

NUMBER_WORDS = MappingProxyType(
    {
        "en": "two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 twenty 20 "
        "thirty 30 forty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90 hundred 100 thousand 1000",
        "de": "zwei 2 drei 3 vier 4 fünf 5 sechs 6 sieben 7 acht 8 neun 9 zehn 10 elf 11 zwölf 12 zwanzig 20 "
        "dreißig 30 vierzig 40 fünfzig 50 sechzig 60 siebzig 70 achtzig 80 neunzig 90 hundert 100 "
        "tausend 1000",
        "fr": "deux 2 trois 3 quatre 4 cinq 5 six 6 sept 7 huit 8 dix 10 onze 11 douze 12 vingt 20 trente 30 "
        "quarante 40 cinquante 50 soixante 60 cent 100 mille 1000",
        "es": "dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9 diez 10 doce 12 veinte 20 treinta "
        "30 cuarenta 40 cincuenta 50 sesenta 60 setenta 70 ochenta 80 noventa 90 cien 100 mil 1000",
        "pt": "dois 2 duas 2 três 3 quatro 4 cinco 5 seis 6 sete 7 oito 8 nove 9 dez 10 doze 12 vinte 20 "
        "trinta 30 quarenta 40 cinquenta 50 sessenta 60 setenta 70 oitenta 80 noventa 90 cem 100 mil "
        "1000",
        "it": "due 2 tre 3 quattro 4 cinque 5 sei 6 sette 7 otto 8 nove 9 dieci 10 dodici 12 venti 20 trenta "
        "30 quaranta 40 cinquanta 50 sessanta 60 settanta 70 ottanta 80 novanta 90 cento 100 mille 1000",
    }
)
"""Numbers from two on as they are spoken, each with its value."""
