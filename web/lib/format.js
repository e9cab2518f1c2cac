/** Numbers and times as people read them. */

const MONEY = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const FINE_MONEY = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 4 });
const MOMENT = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const MONTH = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" });
const TIME_OF_DAY = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const DAY = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });

/** US dollars, to the cent; what is less than a cent and not nothing, with more digits. */
export function money(usd) {
  const amount = Number(usd);
  return amount > 0 && amount < 0.01 ? FINE_MONEY.format(amount) : MONEY.format(amount);
}

/** US dollars as a bound: rounded up to the cent, so that “at most” is true. */
export function moneyAtMost(usd) {
  const amount = Number(usd);
  return amount < 0.01 ? money(amount) : MONEY.format(Math.ceil(amount * 100 - 1e-6) / 100);
}

/** `4.75 s` */
export function seconds(amount) {
  return `${Number(Number(amount).toFixed(2))} s`;
}

/** `0:07`, `12:40`, `1:02:03` */
export function clock(total) {
  const whole = Math.max(0, Math.floor(total));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** `14:03:20`, by the clock of the reader. */
export function timeOfDay(unixSeconds) {
  return TIME_OF_DAY.format(new Date(unixSeconds * 1000));
}

/** A moment from Unix seconds. */
export function moment(unixSeconds) {
  return MOMENT.format(new Date(unixSeconds * 1000));
}

/** `November 2026` from `2026-11`. */
export function month(text) {
  return MONTH.format(new Date(`${text}-01T00:00:00Z`));
}

/** A day from `2026-11-21`. */
export function day(text) {
  return DAY.format(new Date(`${text}T00:00:00Z`));
}

/** `3.4 MB` */
export function size(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** `1 scene`, `3 scenes` */
export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** How many words are spoken, near enough for a hint beside a text box. */
export function words(text) {
  return text.trim() ? text.trim().split(/\s+/).length : 0;
}

/** The first words of a text, cut at a space. */
export function opening(text, max = 80) {
  if (text.length <= max) return text;
  const cut = text.slice(0, max);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), max / 2)).trimEnd()}…`;
}
