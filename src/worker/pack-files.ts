/**
 * The data packs over HTTP.
 *
 * A pack's address carries the start of its hash, so that a cache can never answer with the file of another version. catalog.json
 * has no such address and is asked for anew each time; when the network is gone, what the browser still holds will do.
 */
import { EngineError } from "../engine/core/errors.ts";
import type { CancelSignal } from "../engine/core/signal.ts";
import type { PackFile, PackLoaderOptions } from "../engine/warehouse/packs.ts";
import { abortable } from "./abortable.ts";
import type { LoadProgress } from "./protocol.ts";

export interface PackFilesOptions {
  /** Absolute URL of the folder that holds catalog.json. */
  readonly dataUrl: string;
  readonly tier: string;
  onProgress(progress: LoadProgress): void;
}

export function packFiles(options: PackFilesOptions): PackLoaderOptions {
  const folder = options.dataUrl.endsWith("/") ? options.dataUrl : `${options.dataUrl}/`;
  return {
    tier: options.tier,
    readCatalog: () => readCatalog(`${folder}catalog.json`, options.tier),
    readFile: (file, { signal, onBytes }) => readPack(file, folder, { ...options, signal: signal ?? null, onBytes }),
    sha256,
  };
}

const MAKE_DATA = "Make the data (npm run data), put the whole data folder on the server, and run the command again.";

async function readCatalog(url: string, tier: string): Promise<unknown> {
  let content: unknown;
  try {
    const response = await fetch(url, { cache: "no-cache" }).catch(() => fetch(url, { cache: "force-cache" }));
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    content = await response.json();
  } catch (thrown) {
    throw new EngineError("D003", `The data catalog "${url}" cannot be read: ${messageOf(thrown)}.`, {
      hint: MAKE_DATA,
      cause: thrown,
    });
  }
  const tiers = (content as { tiers?: Record<string, unknown> } | null)?.tiers;
  if (typeof tiers === "object" && tiers !== null && !(tier in tiers)) {
    throw new EngineError(
      "D001",
      `The data catalog has no tier "${tier}"; it has ${Object.keys(tiers).join(", ") || "none"}.`,
      {
        hint: "Choose another tier in the page's address (?tier=…), or make this one: npm run data -- --tier <name>.",
      },
    );
  }
  return content;
}

async function readPack(
  { pack, location }: PackFile,
  folder: string,
  options: { readonly signal: CancelSignal | null; readonly onBytes: (bytes: number) => void } & Pick<
    PackFilesOptions,
    "onProgress" | "tier"
  >,
): Promise<Uint8Array> {
  if (pack === null) {
    const name = location.slice(location.lastIndexOf("/") + 1);
    throw new EngineError("D001", `The data tier "${options.tier}" has no file "${name}".`, {
      hint: "Only tables of the catalog can be loaded in the browser; check external_location, or make the data anew (npm run data).",
    });
  }
  const label = `${pack.system}__${pack.table}`;
  const tell = (bytes: number, done: boolean) =>
    options.onProgress({ stage: "data", label, bytes, totalBytes: pack.bytes, done });
  try {
    tell(0, false);
    return await abortable(options.signal, async (signal) => {
      const response = await fetch(`${folder}${pack.file}?v=${pack.sha256.slice(0, 16)}`, { signal });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      return readBody(response, pack.bytes, (bytes) => {
        options.onBytes(bytes);
        tell(bytes, false);
      });
    });
  } catch (thrown) {
    throw new EngineError("D001", `The data file "${pack.file}" cannot be loaded: ${messageOf(thrown)}.`, {
      hint: MAKE_DATA,
      cause: thrown,
    });
  } finally {
    tell(pack.bytes, true);
  }
}

async function readBody(response: Response, expected: number, onBytes: (bytes: number) => void): Promise<Uint8Array> {
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  let bytes = new Uint8Array(expected);
  let length = 0;
  const reader = response.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (length + next.value.length > bytes.length) {
      const larger = new Uint8Array(Math.max(bytes.length * 2, length + next.value.length));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(next.value, length);
    length += next.value.length;
    onBytes(length);
  }
  return bytes.subarray(0, length);
}

/** Hexadecimal; null where hashing is not to be had: a page that is not a secure context. */
export async function sha256(bytes: Uint8Array): Promise<string | null> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  if (!subtle) return null;
  const digest = new Uint8Array(await subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function messageOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\.$/, "");
}
