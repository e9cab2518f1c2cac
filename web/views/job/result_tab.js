/** The finished video: watching it with or without captions, saving it, and having scenes of it regenerated. */

import { el, region } from "../../lib/dom.js";
import { count, money, moment, seconds, size } from "../../lib/format.js";
import { jobTitle } from "../../lib/labels.js";
import { isUnderWay, progressWords } from "../../lib/pipeline.js";
import { linkButton } from "../../parts/buttons.js";
import { emptyState, notice } from "../../parts/notices.js";
import { player } from "../../parts/player.js";
import { drawnEdits } from "./drawn_edits.js";
import { rulesPanel } from "./rules_panel.js";
import { regeneratePart } from "./regenerate.js";

/** @param {import("./view.js").JobContext} context */
export function resultTab(context) {
  const stale = region("div", {}, (scenes) => scenes > 0 && outOfDate(scenes));
  const screen = region("div", { class: "stack" }, (facts) =>
    facts.video ? watching(facts) : nothingYet(facts, context.jobId),
  );
  const versions = region("section", { class: "card" }, (videos) => versionList(videos));
  const anew = regeneratePart(context);
  const drawn = drawnEdits(context);
  const node = el("div", { class: "stack" }, stale.node, screen.node, drawn.node, anew.node, versions.node);
  return {
    node,
    /** @param {import("./view.js").Job} job */
    update: (job) => {
      const newest = job.videos.findLast((version) => version.key === job.video_key);
      const held = job.videos.at(-1)?.status === "pending" ? job.videos.at(-1) : null;
      const video = held ?? newest ?? null;
      const state = video
        ? { spent: job.spent_usd }
        : { status: job.status, words: progressWords(job), progress: job.progress };
      stale.show(video ? job.scenes.filter((scene) => scene.stale).length : 0);
      screen.show({ video, title: jobTitle(job), brief: job.brief, ...state });
      versions.node.hidden = job.videos.length < 2;
      versions.show(job.videos);
      anew.node.hidden = !job.scenes.length || isUnderWay(job) || ["draft", "script_ready"].includes(job.status);
      anew.update(job);
      drawn.update(job);
    },
  };
}

function outOfDate(scenes) {
  const title = `${count(scenes, "scene")} ${scenes === 1 ? "was" : "were"} edited since this video was made`;
  return notice({
    look: "waits",
    title,
    text: "“Show the price” under “Regenerate scenes” tells what updating it costs.",
  });
}

function watching({ video, title, brief, spent }) {
  const burned = ["both", "burned"].includes(brief.captions);
  const language = brief.narration.language ?? "en";
  const screen = player({ video, ratio: brief.aspect_ratio, title, language, captionsOn: !burned });
  const twice = "This video has burned-in captions; showing the others too shows them twice.";
  const note = burned && video.caption_urls.vtt && el("p", { class: "hint" }, twice);
  const technical = el(
    "details",
    { class: "more", id: "technical" },
    el("summary", {}, "Technical details"),
    factList(technicalFacts(video)),
  );
  return [
    el(
      "section",
      { class: "card stack", "aria-label": "Video" },
      screen,
      note,
      downloads(video),
      ...uploadLabels(video),
    ),
    rulesPanel({ id: video.id, regulated: Boolean(brief.label) }, (at) => seek(screen, at)),
    el("section", { class: "card stack", "aria-label": "Facts" }, factList(factsOf(video, spent)), technical),
  ];
}

function seek(node, at) {
  const screen = node.querySelector("video");
  screen.currentTime = at;
  screen.focus();
}

/** What to tick when the video is uploaded to its platform. */
function uploadLabels({ upload_labels: sentences }) {
  return sentences.map((sentence) => el("p", { class: "hint" }, sentence));
}

function factList(rows) {
  const facts = rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)));
  return el("dl", { class: "facts across" }, facts);
}

function downloads(video) {
  const captions = Object.entries(video.caption_urls).map(([kind, url]) => [
    `Captions (${kind.toUpperCase()})`,
    url,
    `${video.id}.${kind}`,
  ]);
  const thumbnail = video.thumbnail_url ? [["Thumbnail", video.thumbnail_url, `${video.id}.jpg`]] : [];
  const files = [["Video", video.download_url, `${video.id}.mp4`], ...captions, ...thumbnail];
  const links = files.map(([label, href, name], place) =>
    linkButton({
      label,
      href,
      sign: "download",
      look: place ? "quiet" : "primary",
      attributes: { download: name, target: "_blank", rel: "noopener" },
    }),
  );
  return el("div", { class: "actions downloads", role: "group", "aria-label": "Save" }, links);
}

function factsOf(video, spent) {
  return [
    ["Length", seconds(video.duration)],
    ["File", size(video.bytes)],
    ["Spent on it", money(spent)],
    ["Made", moment(video.created_at)],
  ];
}

function technicalFacts(video) {
  return [
    ["Frame size", `${video.width} × ${video.height}`],
    ["Frames", video.frames.toLocaleString("en")],
    ["Content credentials", video.signed ? "signed (C2PA)" : "none"],
    ...(video.loudness_lufs === null ? [] : [["Loudness", `${video.loudness_lufs} LUFS`]]),
  ];
}

function nothingYet({ status, words, progress }, jobId) {
  const busy = isUnderWay({ status });
  return emptyState({
    title: busy ? "The video is being made" : "There is no video yet",
    text: busy
      ? `${words}, ${progress} % done. It appears here by itself.`
      : `${words}. The progress page says what can be done about it.`,
    action: linkButton({ label: "See the progress", href: `/jobs/${jobId}` }),
  });
}

function versionList(videos) {
  const earlier = videos.slice(0, -1).toReversed();
  return [
    el("h2", {}, "Earlier versions"),
    el(
      "ul",
      { class: "cuts" },
      earlier.map((video) =>
        el(
          "li",
          {},
          el(
            "a",
            { href: video.video_url, target: "_blank", rel: "noopener" },
            `Version ${Number(video.id.slice(-2))}`,
          ),
          el("span", { class: "hint" }, ` ${moment(video.created_at)}, ${size(video.bytes)}`),
        ),
      ),
    ),
  ];
}
