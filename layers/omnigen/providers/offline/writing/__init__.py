"""The offline writer: reads a brief by rules, writes the narration from a bank of its language, plans what is seen.

kinds           kinds of thing, with their nouns in ten languages
reading_words   words by which a brief is taken apart
facts           prices, dates, addresses; the language of a text
understanding   the brief in parts: name, kind, features, facts
articles        nouns and phrases with the article they need
bank            the sentences of a language
narration       a text for each scene
titles          what stands on screen
direction       look and music
shots           a picture for each scene
"""
