/** The voice, its language and how words are said, with a sample to listen to before anything is ordered. */

import { ask } from "../../client/client.js";
import { el, setText } from "../../lib/dom.js";
import { money } from "../../lib/format.js";
import { DETECT_LANGUAGE, LANGUAGES, VOICES, capital } from "../../lib/labels.js";
import { button } from "../../parts/buttons.js";
import { select, textField } from "../../parts/controls.js";

const DEFAULT_VOICE = "narrator";
const DEFAULT_LANGUAGE = "en";

/** Controls and their node. The list of voices comes from the host; until then there are our own names. */
export function voiceChoice() {
  const voice = select({ name: "voice", label: "Voice", options: VOICES });
  const language = select({ name: "language", label: "Language", options: LANGUAGES });
  const pronunciations = textField({
    name: "pronunciations",
    label: "Pronunciation",
    hint: "One word a line, such as: XELJANZ = zel jans. Captions keep the word as it is written.",
    rows: 2,
  });
  const player = el("audio", { controls: "", hidden: "", "aria-label": "Sample of the voice" });
  const price = el("span", { class: "hint" });
  const listen = button({ label: "Listen to this voice", busy: "Preparing the sample…", look: "small", act: hear });

  async function hear() {
    const chosen = language.read();
    const body = {
      voice: voice.read() || DEFAULT_VOICE,
      language: chosen === DETECT_LANGUAGE ? DEFAULT_LANGUAGE : chosen,
    };
    const sample = await ask("POST", "/voices/samples", { body });
    player.src = sample.url;
    player.hidden = false;
    await player.play().catch(() => {}); // a browser that plays nothing by itself leaves it to the controls
  }

  async function load() {
    const known = await ask("GET", "/voices");
    const others = known.items.filter((one) => !one.is_default);
    if (others.length) voice.offer([VOICES[0], ...others.map(({ name }) => ({ value: name, label: capital(name) }))]);
    const usd = Number(known.sample_usd);
    setText(price, usd ? `A sample that you have not heard yet costs about ${money(usd)}.` : "Samples are free.");
  }

  load().catch((error) => {
    if (error.status === undefined) throw error; // what the host answers is no reason to lose the form
  });
  const choices = el("div", { class: "two" }, voice.node, language.node);
  const sample = el("div", { class: "stack" }, el("div", {}, listen, price), player);
  return {
    node: el("div", { class: "stack" }, choices, sample, pronunciations.node),
    controls: [voice, language, pronunciations],
  };
}
