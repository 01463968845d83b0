/**
 * Brings the service worker into control and tells the page how far the workbench can run without a network.
 *
 * `registerOffline` resolves when the service worker controls the page, at the latest after four seconds, at once where
 * there are no service workers (plain http on another machine, some private windows). Start the workers only then: what
 * they fetch before is not stored, and the page would not come up offline.
 */
import type { OfflineReport, PageMessage } from "./service-worker/messages.ts";

export type OfflineState = "preparing" | "available" | "unsupported" | "update-ready";

export interface OfflineDetail {
  /** Files of the workbench and its data that are stored, of how many. */
  readonly storedFiles: number;
  readonly totalFiles: number;
  /** Why storing failed: "storage" means that the browser's space is used up. */
  readonly problem: OfflineReport["problem"];
  /** With "update-ready": takes the new version and reloads the page. Edits are saved before the page goes (pagehide). */
  readonly update: (() => void) | null;
}

export type OfflineListener = (state: OfflineState, detail: OfflineDetail) => void;

const nothing: OfflineDetail = { storedFiles: 0, totalFiles: 0, problem: null, update: null };
const controlLimitMs = 4_000;
/** The rest is stored when nothing that a run needs was fetched for this long. */
const quietMs = 4_000;
/** A browser without WebAssembly never asks for the database; the rest is stored after this long. */
const storeAnywayMs = 20_000;

export async function registerOffline(onState: OfflineListener): Promise<void> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!container || import.meta.env.DEV) return onState("unsupported", nothing);
  onState("preparing", nothing);
  let registration: ServiceWorkerRegistration;
  try {
    const base = new URL("./", document.baseURI).href;
    registration = await container.register(`${base}sw.js`, { scope: base, updateViaCache: "none" });
  } catch {
    // Refused by the browser's settings, or sw.js is not there: the workbench runs, it only needs the network.
    return onState("unsupported", nothing);
  }
  followReports(container, onState);
  followUpdates(container, registration, onState);
  await controlled(container, registration);
  say(container, { type: "report" });
}

function say(container: ServiceWorkerContainer, message: PageMessage): void {
  container.controller?.postMessage(message);
}

/** The data tier of this page; the same rule as the session's. */
function tierOfPage(): string {
  return new URLSearchParams(location.search).get("tier") ?? "classroom";
}

function followReports(container: ServiceWorkerContainer, onState: OfflineListener): void {
  let asked = false;
  let timer = setTimeout(store, storeAnywayMs);
  function store(): void {
    clearTimeout(timer);
    asked = true;
    say(container, { type: "store", tier: tierOfPage() });
  }
  container.addEventListener("message", (event: MessageEvent<unknown>) => {
    const report = event.data as OfflineReport;
    if (report.type !== "offline-report") return;
    if (report.engineStored && !asked) {
      // Every file that a run fetches is reported, so this waits until the run has what it needs.
      clearTimeout(timer);
      timer = setTimeout(store, report.available ? 0 : quietMs);
    }
    // Only after the first storing: until then packs of this tier may be missing although nothing was asked for yet.
    const available = report.available && asked;
    if (available) askToStay();
    onState(available ? "available" : "preparing", { ...report, update: null });
  });
  addEventListener("online", store);
}

let askedToStay = false;

/** Asks the browser not to clear the store when space runs short. A refusal is normal and changes nothing. */
function askToStay(): void {
  if (askedToStay) return;
  askedToStay = true;
  navigator.storage?.persist?.().catch(() => undefined);
}

function followUpdates(
  container: ServiceWorkerContainer,
  registration: ServiceWorkerRegistration,
  onState: OfflineListener,
): void {
  const offer = (waiting: ServiceWorker) => {
    const update = () => {
      container.addEventListener("controllerchange", () => location.reload(), { once: true });
      waiting.postMessage({ type: "activate" } satisfies PageMessage);
    };
    onState("update-ready", { ...nothing, update });
  };
  const follow = (worker: ServiceWorker) => {
    worker.addEventListener("statechange", () => {
      // The very first worker passes through "installed" as well; it replaces nothing.
      if (worker.state === "installed" && registration.active) offer(worker);
    });
  };
  if (registration.waiting && registration.active) offer(registration.waiting);
  if (registration.installing) follow(registration.installing);
  registration.addEventListener("updatefound", () => {
    if (registration.installing) follow(registration.installing);
  });
}

async function controlled(container: ServiceWorkerContainer, registration: ServiceWorkerRegistration): Promise<void> {
  if (container.controller) return;
  const inControl = new Promise<void>((done) => {
    container.addEventListener("controllerchange", () => done(), { once: true });
  });
  registration.active?.postMessage({ type: "claim" } satisfies PageMessage);
  const limit = new Promise<void>((done) => setTimeout(done, controlLimitMs));
  await Promise.race([inControl, limit]);
}
