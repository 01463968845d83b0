/**
 * The files that are kept after their first use: WebAssembly modules, and the packs of seed data with their catalog.
 *
 * A pack's address carries the start of its SHA-256 (`…parquet?v=0123456789abcdef`), and only bytes with that hash are
 * stored: a truncated download or a host's error page is never kept. An empty file at `…parquet?in-use=0123456789abcdef` is
 * a note that this pack is in use; "available offline" means that every note has its pack.
 */
import type { KnownCache } from "./known-cache.ts";
import { fetchWhole, hasHash, isPage } from "./whole-file.ts";

/** The packs of a tier are stored ahead of their use while they are this small together. */
const aheadLimitBytes = 16_000_000;
/** After this long a stored catalog answers instead of a network that does not. */
const catalogPatienceMs = 3_000;
const inUse = "?in-use=";

interface CatalogTable {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** There is no file: the page makes the table. */
  readonly made?: string;
  /** Few ever open it. */
  readonly sealed?: boolean;
}

interface CatalogOfPacks {
  readonly tiers: Readonly<Record<string, { readonly tables: readonly CatalogTable[] }>>;
}

export class KeptFiles {
  readonly #scope: string;
  readonly #cache: KnownCache;
  /** Downloads under way by address, so that the page and the background do not fetch a file twice. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(scope: string, cache: KnownCache) {
    this.#scope = scope;
    this.#cache = cache;
  }

  /** Stored first, network otherwise; `keep` settles when the answer is stored too. */
  async answer(address: string, keep: (work: Promise<unknown>) => void): Promise<Response> {
    await this.#underWay.get(address)?.catch(() => undefined);
    const stored = await this.#cache.match(address);
    if (stored) return stored;
    await this.#note(address);
    const response = await fetch(address, { credentials: "same-origin" });
    if (response.status === 200 && !response.redirected)
      keep(this.#once(address, () => this.#put(address, response.clone())));
    return response;
  }

  /** Stores a file that is not stored yet. */
  async store(address: string): Promise<void> {
    if (await this.#cache.has(address)) return;
    await this.#note(address);
    // The catalog alone has no hash in its address.
    const cache = address === this.catalogAddress ? "no-cache" : "default";
    await this.#once(address, async () => this.#put(address, await fetchWhole(address, cache)));
    if (!(await this.#cache.has(address))) throw new Error(`${address} did not arrive whole.`);
  }

  /** Network first, since a new catalog names new packs; the stored one when there is no network. */
  async catalog(keep: (work: Promise<unknown>) => void): Promise<Response> {
    const address = this.catalogAddress;
    const stored = await this.#cache.match(address);
    const fresh = fetchWhole(address, "no-cache").then((response) => {
      if (isPage(response)) return response;
      keep(this.#cache.put(address, response.clone()));
      return response;
    });
    if (!stored) return fresh.catch(() => fetch(address));
    keep(fresh.catch(() => undefined));
    const patience = new Promise<Response>((done) => setTimeout(() => done(stored), catalogPatienceMs));
    return Promise.race([fresh, patience]).catch(() => stored);
  }

  get catalogAddress(): string {
    return `${this.#scope}data/catalog.json`;
  }

  /** Addresses of the packs of a tier by the stored catalog, when they are small enough to be stored ahead. */
  async packsAhead(tier: string): Promise<readonly string[]> {
    const stored = await this.#cache.match(this.catalogAddress);
    if (!stored) return [];
    const all = ((await stored.json()) as CatalogOfPacks).tiers[tier]?.tables ?? [];
    const tables = all.filter((table) => table.made === undefined && table.sealed !== true);
    const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
    if (bytes > aheadLimitBytes) return [];
    return tables.map((table) => `${this.#scope}data/${table.file}?v=${table.sha256.slice(0, 16)}`);
  }

  /** Packs in use, as addresses with the version that was asked for last. */
  async packs(): Promise<readonly string[]> {
    const notes = [...(await this.#cache.addresses())].map((address) => new URL(address)).filter(isNote);
    return notes.map(({ href, search }) => `${href.slice(0, -search.length)}${search.replace(inUse, "?v=")}`);
  }

  /** Drops modules of earlier builds and earlier versions of packs. */
  async tidy(wasm: readonly string[]): Promise<void> {
    await this.#renewNotes();
    const wanted = new Set([...wasm, this.catalogAddress, ...(await this.packs())]);
    for (const address of [...(await this.#cache.addresses())])
      if (!isNote(new URL(address)) && !wanted.has(address)) await this.#cache.delete(address);
  }

  /** Earlier builds wrote the version into the file at the address without a search; what they stored stays in use. */
  async #renewNotes(): Promise<void> {
    for (const address of [...(await this.#cache.addresses())]) {
      const url = new URL(address);
      if (!isPack(url) || url.search) continue;
      await this.#note(`${address}?v=${(await (await this.#cache.match(address))?.text()) ?? ""}`);
    }
  }

  async #put(address: string, response: Response): Promise<void> {
    const url = new URL(address);
    if (!isPack(url)) {
      if (!isPage(response)) await this.#cache.put(address, response);
      return;
    }
    const bytes = await response.arrayBuffer();
    if (!(await hasHash(bytes, url.searchParams.get("v") ?? ""))) return;
    const headers = { "content-type": "application/octet-stream" };
    await this.#cache.put(address, new Response(bytes, { headers }));
    await this.#deleteOthers(address, "?v=");
  }

  #once(address: string, work: () => Promise<void>): Promise<void> {
    const running = this.#underWay.get(address);
    if (running) return running;
    const started = work().finally(() => this.#underWay.delete(address));
    this.#underWay.set(address, started);
    return started;
  }

  async #note(address: string): Promise<void> {
    const url = new URL(address);
    const version = url.searchParams.get("v");
    if (!isPack(url) || !version) return;
    const note = `${url.href.slice(0, -url.search.length)}${inUse}${version}`;
    if (await this.#cache.has(note)) return;
    await this.#cache.put(note, new Response(""));
    await this.#deleteOthers(note, inUse);
  }

  /** The same file's other addresses of this kind: there is one version of it. */
  async #deleteOthers(address: string, kind: string): Promise<void> {
    const beginning = `${address.split("?")[0] ?? ""}${kind}`;
    for (const other of [...(await this.#cache.addresses())])
      if (other.startsWith(beginning) && other !== address) await this.#cache.delete(other);
  }
}

/** Also a table that was built ahead, and the list of these. */
export function isPack(url: URL): boolean {
  return /\.(parquet|table)$|\/built\.json$/.test(url.pathname);
}

function isNote(url: URL): boolean {
  return isPack(url) && url.search.startsWith(inUse);
}
