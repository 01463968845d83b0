/**
 * Fetches whole files, and tells a file from what a host may send in its place.
 *
 * Always the whole file: a partial answer (status 206) cannot be stored, and some hosts do not know ranges.
 */

/** A fresh answer that may be stored, or an error. A redirected answer is copied, since it may not serve a navigation. */
export async function fetchWhole(address: string, cache: RequestCache = "default"): Promise<Response> {
  const response = await fetch(address, { cache, credentials: "same-origin" });
  if (response.status !== 200) throw new Error(`${address} was answered with status ${response.status}.`);
  if (!response.redirected) return response;
  return new Response(response.body, { status: 200, headers: response.headers });
}

/** Whether bytes are the file whose SHA-256 starts with these hex digits. */
export async function hasHash(bytes: ArrayBuffer, prefix: string): Promise<boolean> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return prefix.length >= 8 && hex.startsWith(prefix);
}

/** Many hosts answer a missing file with status 200 and their index page. */
export function isPage(response: Response): boolean {
  return (response.headers.get("content-type") ?? "").startsWith("text/html");
}
