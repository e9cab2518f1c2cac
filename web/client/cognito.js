/**
 * Signing in. On AWS at the user pool's hosted pages, with an authorization code and PKCE (RFC 7636), as the public
 * client that this page is; on a laptop with the token in the address that `omnigen serve` prints.
 */

import { forget, keep, refreshToken, share } from "./session.js";

const PENDING = "omnigen.signing-in";
const SCOPES = "openid email profile";

/** @typedef {{signIn?: "token", clientId?: string, signInOrigin?: string}} Facts what config.json says */

/** @type {Facts} */
let facts = {};

/** Reads what kind of sign-in there is here. */
export async function readFacts() {
  facts = await (await fetch("/config.json", { cache: "no-store" })).json();
}

/** Whether people sign in at hosted pages; else with a token. */
export function hasHostedPages() {
  return Boolean(facts.signInOrigin);
}

/**
 * The development token that the address brings behind the #, which no server was sent, or null. It leaves the address,
 * and the tab's history, at once. Where people sign in at hosted pages no token is taken from an address: anybody could
 * send such a link and have others work as the sender.
 */
export function tokenFromAddress() {
  const brought = new URLSearchParams(location.hash.slice(1)).get("token");
  if (brought !== null) history.replaceState(null, "", location.pathname);
  return hasHostedPages() ? null : brought;
}

/** Takes the code that the hosted pages have put into the address. Returns the place to continue from, or null. */
export async function takeCode() {
  const query = new URLSearchParams(location.search);
  if (!query.has("code") && !query.has("error")) return null;
  history.replaceState(null, "", "/");
  return finish(query);
}

/** The token in what somebody pasted: the whole printed address, or only the token. */
export function tokenIn(text) {
  return text
    .trim()
    .replace(/^.*#token=/, "")
    .replace(/^Bearer\s+/i, "");
}

/** Goes to the hosted pages; they come back to this page. In `popup`, which hands over the session and closes. */
export async function goToHostedPages({ popup = false } = {}) {
  const verifier = randomText();
  const state = randomText();
  const pending = { verifier, state, popup, place: location.pathname };
  const target = popup ? window.open("", "_blank", "popup,width=520,height=720") : window;
  const address = new URL("/oauth2/authorize", facts.signInOrigin);
  address.search = parameters({
    response_type: "code",
    client_id: facts.clientId,
    redirect_uri: `${location.origin}/`,
    scope: SCOPES,
    state,
    code_challenge_method: "S256",
    code_challenge: await challengeOf(verifier),
  });
  (target ?? window).sessionStorage.setItem(PENDING, JSON.stringify({ ...pending, popup: popup && Boolean(target) }));
  (target ?? window).location.assign(address);
}

/** A new token without asking anybody; whether that was possible. */
export async function refresh() {
  if (!hasHostedPages() || !refreshToken()) return false;
  const kept = refreshToken();
  const answer = await exchange({ grant_type: "refresh_token", refresh_token: kept });
  if (answer) keep({ token: answer.access_token, refreshToken: answer.refresh_token ?? kept });
  return Boolean(answer);
}

/** Forgets the session here and at the hosted pages, and has the refresh token revoked (RFC 7009). */
export async function signOut() {
  const revoked = refreshToken();
  forget();
  if (!hasHostedPages()) return location.assign("/");
  if (revoked) await revoke(revoked);
  const address = new URL("/logout", facts.signInOrigin);
  address.search = parameters({ client_id: facts.clientId, logout_uri: `${location.origin}/` });
  return location.assign(address);
}

/** The S256 challenge of a verifier. */
export async function challengeOf(verifier) {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

async function finish(query) {
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? "null");
  sessionStorage.removeItem(PENDING);
  if (!pending || query.get("state") !== pending.state || !query.has("code")) return null;
  const answer = await exchange({
    grant_type: "authorization_code",
    code: query.get("code"),
    redirect_uri: `${location.origin}/`,
    code_verifier: pending.verifier,
  });
  if (!answer) return null;
  share({ token: answer.access_token, refreshToken: answer.refresh_token });
  if (pending.popup) window.close();
  return pending.place;
}

/** Nothing is read of the answer. A token that could not be revoked expires by itself; signing out goes on. */
async function revoke(kept) {
  const body = new URLSearchParams(parameters({ client_id: facts.clientId, token: kept }));
  await fetch(new URL("/oauth2/revoke", facts.signInOrigin), {
    method: "POST",
    mode: "no-cors",
    body,
    keepalive: true,
  }).catch(() => null);
}

async function exchange(fields) {
  const body = new URLSearchParams(parameters({ client_id: facts.clientId, ...fields }));
  const answer = await fetch(new URL("/oauth2/token", facts.signInOrigin), { method: "POST", body });
  return answer.ok ? answer.json() : null;
}

/**
 * @param {Record<string, string | null | undefined>} fields
 * @returns {string} as in an address
 */
function parameters(fields) {
  return new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, value ?? ""])).toString();
}

function randomText() {
  return base64url(crypto.getRandomValues(new Uint8Array(48)));
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
