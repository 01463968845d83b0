/**
 * The files that are kept after their first use: WebAssembly modules, and the packs of seed data with their catalog.
 *
 * A pack's address carries the start of its SHA-256 (`…parquet?v=0123456789abcdef`), and only bytes with that hash are
 * stored: a truncated download or a host's error page is never kept. The address without `?v=` is a note that this pack is
 * in use; "available offline" means that every note has its pack.
 */
import { fetchWhole, hasHash, isPage } from "./whole-file.ts";

/** The packs of a tier are stored ahead of their use while they are this small together. */
const aheadLimitBytes = 16_000_000;
/** After this long a stored catalog answers instead of a network that does not. */
const catalogPatienceMs = 3_000;

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
  readonly #cacheName: string;
  /** Downloads under way by address, so that the page and the background do not fetch a file twice. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(scope: string, cacheName: string) {
    this.#scope = scope;
    this.#cacheName = cacheName;
  }

  #open(): Promise<Cache> {
    return caches.open(this.#cacheName);
  }

  async has(address: string): Promise<boolean> {
    return (await (await this.#open()).match(address)) !== undefined;
  }

  /** Stored first, network otherwise; `keep` settles when the answer is stored too. */
  async answer(address: string, keep: (work: Promise<unknown>) => void): Promise<Response> {
    await this.#underWay.get(address)?.catch(() => undefined);
    const cache = await this.#open();
    const stored = await cache.match(address);
    if (stored) return stored;
    await this.#note(cache, address);
    const response = await fetch(address, { credentials: "same-origin" });
    if (response.status === 200 && !response.redirected)
      keep(this.#once(address, () => this.#put(address, response.clone())));
    return response;
  }

  /** Stores a file that is not stored yet. */
  async store(address: string): Promise<void> {
    const cache = await this.#open();
    if (await cache.match(address)) return;
    await this.#note(cache, address);
    await this.#once(address, async () => this.#put(address, await fetchWhole(address)));
    if (!(await cache.match(address))) throw new Error(`${address} did not arrive whole.`);
  }

  /** Network first, since a new catalog names new packs; the stored one when there is no network. */
  async catalog(keep: (work: Promise<unknown>) => void): Promise<Response> {
    const address = this.catalogAddress;
    const cache = await this.#open();
    const stored = await cache.match(address);
    const fresh = fetchWhole(address, "no-cache").then((response) => {
      if (isPage(response)) return response;
      keep(cache.put(address, response.clone()));
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
    const stored = await (await this.#open()).match(this.catalogAddress);
    if (!stored) return [];
    const all = ((await stored.json()) as CatalogOfPacks).tiers[tier]?.tables ?? [];
    const tables = all.filter((table) => table.made === undefined && table.sealed !== true);
    const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
    if (bytes > aheadLimitBytes) return [];
    return tables.map((table) => `${this.#scope}data/${table.file}?v=${table.sha256.slice(0, 16)}`);
  }

  /** Notes of packs in use, as addresses with the version that was asked for last, and whether each is stored. */
  async packs(): Promise<readonly { readonly address: string; readonly stored: boolean }[]> {
    const cache = await this.#open();
    const addresses = new Set((await cache.keys()).map((request) => request.url));
    const notes = [...addresses].filter((address) => isPack(new URL(address)) && !new URL(address).search);
    return Promise.all(
      notes.map(async (note) => {
        const address = `${note}?v=${await (await cache.match(note))?.text()}`;
        return { address, stored: addresses.has(address) };
      }),
    );
  }

  /** Drops modules of earlier builds and earlier versions of packs. */
  async tidy(wasm: readonly string[]): Promise<void> {
    const cache = await this.#open();
    const wanted = new Set([...wasm, this.catalogAddress, ...(await this.packs()).map((pack) => pack.address)]);
    for (const request of await cache.keys()) {
      const note = isPack(new URL(request.url)) && !new URL(request.url).search;
      if (!note && !wanted.has(request.url)) await cache.delete(request);
    }
  }

  async #put(address: string, response: Response): Promise<void> {
    const cache = await this.#open();
    const url = new URL(address);
    if (!isPack(url)) {
      if (!isPage(response)) await cache.put(address, response);
      return;
    }
    const bytes = await response.arrayBuffer();
    if (!(await hasHash(bytes, url.searchParams.get("v") ?? ""))) return;
    await cache.put(address, new Response(bytes, { headers: { "content-type": "application/octet-stream" } }));
    for (const request of await cache.keys(address, { ignoreSearch: true })) {
      const other = new URL(request.url);
      if (other.search && other.search !== url.search) await cache.delete(request);
    }
  }

  #once(address: string, work: () => Promise<void>): Promise<void> {
    const running = this.#underWay.get(address);
    if (running) return running;
    const started = work().finally(() => this.#underWay.delete(address));
    this.#underWay.set(address, started);
    return started;
  }

  async #note(cache: Cache, address: string): Promise<void> {
    const url = new URL(address);
    const version = url.searchParams.get("v");
    if (isPack(url) && version) await cache.put(url.href.slice(0, -url.search.length), new Response(version));
  }
}

/** Also a table that was built ahead, and the list of these. */
export function isPack(url: URL): boolean {
  return /\.(parquet|table)$|\/built\.json$/.test(url.pathname);
}
