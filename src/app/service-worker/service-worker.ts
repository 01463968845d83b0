/**
 * The service worker: with it the workbench runs without a network after the first visit.
 *
 * On a first visit it stores only the page itself, so that it takes control at once and does not compete with the first
 * paint; the rest is stored when the page says "store". An update stores everything before it waits for the user's word.
 * It answers for its own folder only; other origins and other paths are left alone.
 */
import { isPack, KeptFiles } from "./kept.ts";
import { KnownCache } from "./known-cache.ts";
import type { BuildList, OfflineReport, PageMessage } from "./messages.ts";
import { fetchWhole, isPage } from "./whole-file.ts";

/** Filled in by scripts/build/service-worker.ts. */
declare const BUILD: BuildList;
declare const self: ServiceWorkerGlobalScope;

const scope = self.registration.scope;
// Several builds may live side by side under one origin; caches belong to the origin, so their names carry the folder.
const ours = `strata:${new URL(scope).pathname}:`;
const shellName = `${ours}shell:${BUILD.id}`;
const keptName = `${ours}kept`;

const page = scope;
const shell = BUILD.shell.map((path) => new URL(path, scope).href);
const wasm = BUILD.wasm.map((path) => new URL(path, scope).href);
const onDemand = BUILD.onDemand.map((path) => new URL(path, scope).href);
const inShell = new Set(shell);
const isModule = new Set([...wasm, ...onDemand]);
const shellCache = new KnownCache(shellName);
const keptCache = new KnownCache(keptName);
const kept = new KeptFiles(scope, keptCache);
let problem: OfflineReport["problem"] = null;
let storing = false;
/** Packs that are being stored ahead of their use: what is to come counts as well. */
let ahead: readonly string[] = [];
/** Files between two words to the page on how far storing is. */
const filesPerReport = 20;

self.addEventListener("install", (event) => {
  const update = self.registration.active !== null;
  event.waitUntil(storeShell(update ? shell : [page]));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !request.url.startsWith(scope)) return;
  const address = url.href.split("#")[0]!;
  const plain = url.origin + url.pathname;
  const keep = (work: Promise<unknown>) => event.waitUntil(work.then(() => report(), failed));
  if (request.mode === "navigate" && (plain === page || plain === `${page}index.html`)) {
    event.respondWith(fromShell(page));
  } else if (inShell.has(plain)) {
    event.respondWith(fromShell(plain));
  } else if (isModule.has(plain)) {
    event.respondWith(kept.answer(plain, keep));
  } else if (plain === kept.catalogAddress) {
    event.respondWith(kept.catalog(keep));
  } else if (isPack(url) && url.searchParams.has("v")) {
    event.respondWith(kept.answer(address, keep));
  }
});

self.addEventListener("message", (event) => {
  const message = event.data as PageMessage;
  if (message.type === "activate") event.waitUntil(self.skipWaiting());
  if (message.type === "claim") event.waitUntil(self.clients.claim());
  if (message.type === "report") event.waitUntil(reportAnew());
  if (message.type === "store") event.waitUntil(storeAll(message.tier));
});

async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(ours) && name !== shellName && name !== keptName) await caches.delete(name);
  }
  await kept.tidy([...isModule]);
  await self.clients.claim();
}

/** A file of this build: from the store, else from the network and then stored. */
async function fromShell(address: string): Promise<Response> {
  const stored = await shellCache.match(address);
  if (stored) return stored;
  const response = await fetch(address, { credentials: "same-origin" });
  const wrong = address !== page && address.includes("/assets/") && isPage(response);
  if (response.status === 200 && !response.redirected && !wrong)
    await shellCache.put(address, response.clone()).catch(failed);
  return response;
}

async function storeShell(addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    if (await shellCache.has(address)) continue;
    // A hash in the name means the same bytes in every build: an earlier build's copy is as good as a download.
    const hashed = address.includes("/assets/");
    const copy = hashed ? await caches.match(address) : undefined;
    await shellCache.put(address, copy ?? (await fetchWhole(address, hashed ? "default" : "no-cache")));
  }
}

/** Stores what is missing, one file after the other, smallest need first: shell, modules, catalog, packs. */
async function storeAll(tier: string): Promise<void> {
  if (storing) return;
  storing = true;
  problem = null;
  try {
    await report();
    await storeShell(shell);
    for (const address of wasm) await kept.store(address);
    await kept.store(kept.catalogAddress);
    ahead = await kept.packsAhead(tier);
    await report();
    for (const [index, address] of [...new Set([...ahead, ...(await kept.packs())])].entries()) {
      await kept.store(address);
      if (index % filesPerReport === filesPerReport - 1) await report();
    }
  } catch (error) {
    failed(error);
  }
  storing = false;
  await report();
}

function failed(error: unknown): void {
  problem = error instanceof DOMException && error.name === "QuotaExceededError" ? "storage" : "network";
}

/** A page has come up; one may have emptied the store meanwhile. */
async function reportAnew(): Promise<void> {
  shellCache.readAgain();
  keptCache.readAgain();
  await report();
}

/** Tells every page of this folder how far the store is. */
async function report(): Promise<void> {
  const [inShellCache, inKeptCache] = await Promise.all([shellCache.addresses(), keptCache.addresses()]);
  const keptFiles = [...new Set([...wasm, kept.catalogAddress, ...ahead, ...(await kept.packs())])];
  const storedFiles =
    shell.filter((address) => inShellCache.has(address)).length +
    keptFiles.filter((address) => inKeptCache.has(address)).length;
  const totalFiles = shell.length + keptFiles.length;
  const message: OfflineReport = {
    type: "offline-report",
    // While storing, packs may follow that are not counted yet.
    available: storedFiles === totalFiles && !storing,
    engineStored: wasm.some((address) => inKeptCache.has(address)),
    storedFiles,
    totalFiles,
    problem,
  };
  for (const client of await self.clients.matchAll({ includeUncontrolled: true, type: "window" })) {
    if (client.url.startsWith(scope)) client.postMessage(message);
  }
}
