"""The offline writer: reads a brief by rules, writes the narration from a bank of its language, plans what is seen.

kinds           kinds of thing, with their nouns in ten languages
senses          which sense of a word a text means
reading_words   words by which a brief is taken apart
facts           prices, dates, addresses; the language of a text
understanding   the brief in parts: name, kind, features, facts
articles        nouns and phrases with the article they need
bank            frames of sentences of a language
frames          the frames, filled with what a brief says
points          what a selling point tells: where, when, for whom, at what price
retelling       points once more in other words
outline         what may be said, in its order
length          how long it takes to say
narration       a text for each scene
titles          what stands on screen
direction       look and music
shots           a picture for each scene
"""
