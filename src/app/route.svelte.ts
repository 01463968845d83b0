/**
 * The place that the address names: `#/model/model.strata.entity_customers?tab=results` -> surface, segments, query.
 *
 * All that a viewer would send to somebody else is in the address; private drafts are not. A hash that nothing answers to is
 * the surface "missing", never a guess, and an empty hash is the lineage.
 */
import { factsOf, surfaceAt, type SurfaceName } from "./surfaces.ts";

export type Surface = SurfaceName | "missing";

export interface Route {
  readonly surface: Surface;
  /** What follows the surface, decoded: `[unique_id]` for a model, `[module, lesson]` for a lesson, `[code]` or nothing for errors, else empty. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

type Query = Readonly<Record<string, string | number | null | undefined>>;

export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#\/?/, "");
  const mark = text.indexOf("?");
  const path = mark < 0 ? text : text.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? "" : text.slice(mark + 1));
  const [first = "", ...rest] = path
    .split("/")
    .filter((part) => part !== "")
    .map(decode);
  if (first === "" && rest.length === 0) return { surface: "lineage", segments: [], query };
  const surface = surfaceAt(first, rest.length) ?? "missing";
  return { surface, segments: surface === "missing" ? [first, ...rest] : rest, query };
}

/** The address of a place: `href("model", id, { tab: "columns" })`. Query entries without a value are left out. */
export function href(surface: SurfaceName, ...rest: readonly (string | Query)[]): string {
  const segments = rest.filter((part): part is string => typeof part === "string");
  const entries = rest.flatMap((part) => (typeof part === "string" ? [] : Object.entries(part)));
  const query = new URLSearchParams();
  for (const [key, value] of entries)
    if (value !== null && value !== undefined && value !== "") query.set(key, String(value));
  const path = [factsOf(surface).path, ...segments.map(encodeURIComponent)].join("/");
  const search = query.toString();
  return `#/${path}${search === "" ? "" : `?${search}`}`;
}

/** Goes to an address made by `href`. `replace` leaves no step in the history: for what follows from typing or hovering. */
export function navigate(hash: string, options: { readonly replace?: boolean } = {}): void {
  if (options.replace) {
    history.replaceState(history.state, "", hash);
    route.refresh();
  } else {
    location.hash = hash;
  }
}

class CurrentRoute {
  #current: Route = $state.raw(parseRoute(typeof location === "undefined" ? "" : location.hash));

  constructor() {
    if (typeof window !== "undefined") window.addEventListener("hashchange", () => this.refresh());
  }

  get current(): Route {
    return this.#current;
  }

  /** Reads the address again; `history.replaceState` fires no event. */
  refresh(): void {
    this.#current = parseRoute(location.hash);
  }
}

export const route = new CurrentRoute();

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
