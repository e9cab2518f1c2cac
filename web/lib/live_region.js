/** Tells people who cannot see the page what has changed on it. */

let cleared;

/** Says a sentence through the page's live region; the same sentence may be said again later. */
export function announce(sentence) {
  const place = document.getElementById("announcements");
  place.textContent = sentence;
  clearTimeout(cleared);
  cleared = setTimeout(() => (place.textContent = ""), 5_000);
}
