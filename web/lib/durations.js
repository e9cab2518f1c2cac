/**
 * Durations that add up. The program counts in quarter seconds; when one scene changes, the others share the
 * difference in proportion to theirs, as `PUT /scenes/{id}` will do it.
 */

export const QUARTERS = 4;
export const MIN_SCENE_SECONDS = 2;

/** How long the scenes of a video are together: without intro and outro. */
export function storySeconds(brief) {
  return brief.duration - Number(brief.intro?.seconds ?? 0) - Number(brief.outro?.seconds ?? 0);
}

/** Whole quarters of a second in a text or number; NaN when it is none, or not in quarters. */
export function quarters(seconds) {
  const amount = Number(seconds) * QUARTERS;
  return String(seconds).trim() !== "" && Number.isInteger(amount) ? amount : NaN;
}

/**
 * Whether durations add up to the video's, in words.
 * @param {(string | number)[]} durations in seconds
 * @param {number} total in seconds
 * @returns {{fits: boolean, sum: number, message: string}}
 */
export function sumUp(durations, total) {
  const parts = durations.map(quarters);
  const wrong = parts.findIndex((part) => Number.isNaN(part) || part < QUARTERS);
  if (wrong >= 0) {
    return {
      fits: false,
      sum: NaN,
      message: `Part ${wrong + 1} needs a length of at least 1 s, in quarters of a second`,
    };
  }
  const sum = parts.reduce((all, part) => all + part, 0) / QUARTERS;
  if (sum === total) return { fits: true, sum, message: `${sum} of ${total} s` };
  const off = Math.abs(total - sum);
  return { fits: false, sum, message: `${sum} of ${total} s: ${off} s too ${sum > total ? "long" : "short"}` };
}

/**
 * Durations after one of them was changed; null when the others cannot make up for it.
 * @param {number[]} durations in seconds, adding up to the video's
 * @param {number} index of the one that changes
 * @param {number} seconds its new length
 * @param {number} longest a scene may be
 */
export function rebalance(durations, index, seconds, longest = 60) {
  const parts = durations.map(quarters);
  const wanted = quarters(seconds);
  const others = parts.filter((_, place) => place !== index);
  const left = parts.reduce((all, part) => all + part, 0) - wanted;
  const [min, max] = [MIN_SCENE_SECONDS * QUARTERS, longest * QUARTERS];
  const possible = wanted >= min && wanted <= max && left >= min * others.length && left <= max * others.length;
  if (!possible) return null;
  const shares = capped(split(left, others, min), max);
  shares.splice(index, 0, wanted);
  return shares.map((share) => share / QUARTERS);
}

/** Whole shares of `total` in proportion to `weights`, each at least `least`: the largest remainders get what is left. */
export function split(total, weights, min) {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = total - min * weights.length;
  const shares = weights.map((weight) => min + Math.floor((spare * weight) / all));
  const remainders = weights.map((weight, place) => ({ place, rest: (spare * weight) % all }));
  remainders.sort((one, other) => other.rest - one.rest || one.place - other.place);
  let missing = total - shares.reduce((sum, share) => sum + share, 0);
  for (const { place } of remainders) {
    if (missing === 0) break;
    shares[place] += 1;
    missing -= 1;
  }
  return shares;
}

function capped(shares, max) {
  let over = shares.reduce((sum, share) => sum + Math.max(share - max, 0), 0);
  return shares.map((share) => {
    const kept = Math.min(share, max);
    const given = Math.min(max - kept, over);
    over -= given;
    return kept + given;
  });
}
