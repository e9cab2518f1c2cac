/** The finished video: watching it with or without captions, saving it, and having scenes of it made anew. */

import { el, region } from "../../lib/dom.js";
import { money, moment, seconds, size } from "../../lib/format.js";
import { linkButton } from "../../parts/buttons.js";
import { emptyState } from "../../parts/notices.js";
import { player } from "../../parts/player.js";
import { isUnderWay } from "../../lib/pipeline.js";
import { jobTitle, stageWords } from "../../lib/labels.js";
import { regeneratePart } from "./regenerate.js";

export function resultTab(context) {
  const screen = region("div", { class: "stack" }, (facts) =>
    facts.video ? watching(facts) : nothingYet(facts, context.jobId),
  );
  const cuts = region("section", { class: "card" }, (videos) => cutList(videos));
  const anew = regeneratePart(context);
  const node = el("div", { class: "stack" }, screen.node, anew.node, cuts.node);
  return {
    node,
    update: (job) => {
      const video = job.videos.findLast((cut) => cut.key === job.video_key) ?? null;
      screen.show({
        video,
        title: jobTitle(job),
        brief: job.brief,
        ...(video ? { spent: job.spent_usd } : { status: job.status, stage: job.stage, progress: job.progress }),
      });
      cuts.node.hidden = job.videos.length < 2;
      cuts.show(job.videos);
      anew.node.hidden = !job.scenes.length || isUnderWay(job) || ["draft", "script_ready"].includes(job.status);
      anew.update(job);
    },
  };
}

function watching({ video, title, brief, spent }) {
  const burned = ["both", "burned"].includes(brief.captions);
  const screen = player({
    video,
    ratio: brief.aspect_ratio,
    title,
    language: brief.narration.language ?? "en",
    captionsOn: !burned,
  });
  const note =
    burned &&
    video.caption_urls.vtt &&
    el("p", { class: "hint" }, "This video has its captions in the picture; turning the others on shows them twice.");
  return [
    el("section", { class: "card stack", "aria-label": "Video" }, screen, note, downloads(video)),
    el(
      "section",
      { class: "card", "aria-label": "Facts" },
      el(
        "dl",
        { class: "facts across" },
        factsOf(video, spent).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
      ),
    ),
  ];
}

function downloads(video) {
  const files = [
    ["Video", video.download_url, `${video.id}.mp4`],
    ...Object.entries(video.caption_urls).map(([kind, url]) => [
      `Captions (${kind.toUpperCase()})`,
      url,
      `${video.id}.${kind}`,
    ]),
    ...(video.thumbnail_url ? [["Thumbnail", video.thumbnail_url, `${video.id}.jpg`]] : []),
  ];
  return el(
    "div",
    { class: "actions", role: "group", "aria-label": "Save" },
    files.map(([label, href, name], place) =>
      linkButton({
        label,
        href,
        sign: "download",
        look: place ? "quiet" : "primary",
        attributes: { download: name, target: "_blank", rel: "noopener" },
      }),
    ),
  );
}

function factsOf(video, spent) {
  return [
    ["Length", `${seconds(video.duration)} (${video.frames} frames)`],
    ["Picture", `${video.width} × ${video.height}`],
    ["File", size(video.bytes)],
    ...(video.loudness_lufs === null ? [] : [["Loudness", `${video.loudness_lufs} LUFS`]]),
    ["Spent on it", money(spent)],
    ["Made", moment(video.created_at)],
  ];
}

function nothingYet({ status, stage, progress }, jobId) {
  const busy = isUnderWay({ status });
  const text = busy
    ? `${stageWords(stage)}, ${progress} % done. It appears here by itself.`
    : `${stageWords(stage)}. The progress page says what can be done about it.`;
  return emptyState({
    title: busy ? "The video is being made" : "There is no video yet",
    text,
    action: linkButton({ label: "See the progress", href: `/jobs/${jobId}` }),
  });
}

function cutList(videos) {
  return [
    el("h2", {}, "Earlier cuts"),
    el(
      "ul",
      { class: "cuts" },
      videos
        .slice(0, -1)
        .toReversed()
        .map((video) =>
          el(
            "li",
            {},
            el("a", { href: video.video_url, target: "_blank", rel: "noopener" }, `Cut ${Number(video.id.slice(-2))}`),
            el("span", { class: "hint" }, ` ${moment(video.created_at)}, ${size(video.bytes)}`),
          ),
        ),
    ),
  ];
}
