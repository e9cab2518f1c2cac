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
 * A job with the addresses to use now in place of those it came with. A file of the same name may be written anew for
 * the next version of a video, so the addresses of a version or scene go with what identifies its content.
 * @param {Job} job
 * @returns {Job}
 */
export function withReusedUrls(job) {
  const scenes = job.scenes.map((scene) => ({
    ...withReusedFields(scene, `${scene.id}#${scene.clip_key}#${scene.own_picture?.asset}`),
    images: scene.images.map(imageWithReusedUrls),
  }));
  const cutouts = job.cutouts.map((cutout) => withReusedFields(cutout, `${job.job_id}#${cutout.asset}`));
  const videos = job.videos.map((video) => ({ ...withReusedFields(video, video.key), expires_at: 0 }));
  return { ...job, scenes, cutouts, videos };
}

function imageWithReusedUrls(image) {
  const composite = image.composite_url && reusedUrl(compositeKey(image.composite_url), image.composite_url);
  return { ...image, url: reusedUrl(image.key, image.url), composite_url: composite };
}

/** What names the picture of a product in its place: its path, which follows from its content. @param {string} url */
export function compositeKey(url) {
  return new URL(url).pathname;
}

/**
 * The same facts with reused addresses in every field that is named as an address or as addresses by kind.
 * @template {Record<string, any>} T
 * @param {T} facts
 * @param {string} key
 * @returns {T}
 */
function withReusedFields(facts, key) {
  const fields = Object.entries(facts).map(([name, value]) => {
    if (name === "url" || name.endsWith("_url")) return [name, reusedUrl(`${key}#${name}`, value)];
    if (!name.endsWith("_urls")) return [name, value];
    const byKind = Object.entries(value).map(([kind, url]) => [kind, reusedUrl(`${key}#${name}#${kind}`, url)]);
    return [name, Object.fromEntries(byKind)];
  });
  return /** @type {T} */ (Object.fromEntries(fields));
}

/** Forgets an address that turned out not to work. */
export function forgetUrl(key) {
  known.delete(key);
}
