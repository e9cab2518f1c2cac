"""Scenes of a storyboard as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from local.cli.answers.jobs import JobAnswer, SceneAnswer


def shot_lines(scene: SceneAnswer) -> Iterator[str]:
    """What is seen in a scene, how it is filmed and what is read in it; earlier hosts say only the first."""
    yield f"seen: {scene['visual_prompt']}"
    if "shot_size" not in scene:
        return
    framing = [scene["shot_size"], scene["angle"], f"camera {scene['camera_move']}"]
    how = "filmed on from the scene before" if scene["join"] == "continue" else "a new shot"
    comes = "" if scene["transition"] == "cut" else f", comes in with a {scene['transition']}"
    yield f"shot: {', '.join(framing).replace('_', ' ')}; {how}{comes}"
    for label, text in (("action", scene["action"]), ("on screen", scene["on_screen_text"])):
        if text:
            yield f"{label}: {text}"
    if scene["elements"]:
        yield f"with: {', '.join(element['id'] for element in scene['elements'])}"


def element_lines(scenes: Sequence[SceneAnswer]) -> Iterator[str]:
    """The elements of all scenes, each with the description that every prompt repeats."""
    known = {element["id"]: element["description"] for scene in scenes for element in scene.get("elements", ())}
    for name, description in known.items():
        yield f"{name}: {description}"


def complaint_lines(job: JobAnswer) -> Iterator[str]:
    """What the rules still find wrong with a model's script, such as a claim that the brief does not give."""
    metadata = job.get("script_metadata")
    for complaint in metadata["script_complaints"] if metadata else ():
        yield f"check the script: {complaint}"
