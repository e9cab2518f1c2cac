/**
 * Addresses of files. The API signs a new one at every look; the page stays with the first while it is good, so that
 * pictures are not loaded again and videos go on playing.
 */

/** @typedef {import("./api_types.js").Job} Job */

const SHARE_OF_LIFE = 0.8;

/** @type {Map<string, {address: any, until: number}>} */
const known = new Map();

/**
 * The address to use for a file now.
 * @param {string} key names the file
 * @param {T} address as the API has just signed it
 * @template {string | null} T
 * @returns {T}
 */
export function reusedUrl(key, address, now = Date.now()) {
  if (!address) return address;
  const kept = known.get(key);
  if (kept && now < kept.until) return kept.address;
  const life = Number(new URL(address).searchParams.get("X-Amz-Expires") ?? 3600);
  known.set(key, { address, until: now + life * 1000 * SHARE_OF_LIFE });
  return address;
}

/**
 * A job with the addresses to use now in place of those it came with.
 * @param {Job} job
 * @returns {Job}
 */
export function withReusedUrls(job) {
  const scenes = job.scenes.map((scene) => ({
    ...scene,
    clip_url: reusedUrl(scene.clip_key ?? "", scene.clip_url),
    images: scene.images.map((image) => ({ ...image, url: reusedUrl(image.key, image.url) })),
  }));
  const videos = job.videos.map((video) => ({
    ...video,
    video_url: reusedUrl(video.key, video.video_url),
    download_url: reusedUrl(`${video.key}#download`, video.download_url),
    thumbnail_url: reusedUrl(`${video.key}#thumbnail`, video.thumbnail_url),
    caption_urls: Object.fromEntries(
      Object.entries(video.caption_urls).map(([kind, url]) => [kind, reusedUrl(`${video.key}#${kind}`, url)]),
    ),
    expires_at: 0,
  }));
  return { ...job, scenes, videos };
}

/** Forgets an address that turned out not to work. */
export function forgetUrl(key) {
  known.delete(key);
}
