/** Tells people who cannot see the page what has changed on it. */

let cleared = 0;

/**
 * Says a sentence through the page's live region; the same sentence may be said again later.
 * @param {string} sentence
 */
export function announce(sentence) {
  const place = document.getElementById("announcements");
  if (!place) return;
  place.textContent = sentence;
  clearTimeout(cleared);
  cleared = window.setTimeout(() => (place.textContent = ""), 5_000);
}
