"""Providers of text, vision, speech, images, video, music and moderation: OpenAI, Replicate, and an offline one."""
