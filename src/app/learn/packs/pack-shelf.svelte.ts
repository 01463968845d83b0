/**
 * The lesson packs from outside that this page shows: taken in, listed, proven, removed. One shelf for the page, so that a proof goes on
 * while one looks at something else.
 *
 * A pack is held against those on the shelf before it is kept; what is refused changes nothing that was there.
 */
import { diagnostic, succeed, type Diagnostic, type Outcome } from "../../../engine/core/errors.ts";
import type { SourceFile } from "../../../engine/core/source-file.ts";
import { clashingIds } from "../../../lessons/pack-ids.ts";
import type { LoadedPack } from "../../../lessons/load.ts";
import { lessonsOf, type Pack } from "../../../lessons/pack.ts";
import type { OpenedPack, PacksApi } from "../../../worker/protocol.ts";
import { surfaceStrings } from "../../strings/surface-strings.ts";
import type { Session } from "../../session/session.svelte.ts";
import { lessonAt, type FoundLesson } from "../lesson-pack.ts";
import { forgetPack, keepPack, keepProof, loadPacks, type KeptPack } from "./kept-packs.ts";
import { Verification } from "./verification.svelte.ts";

type PackInput = Parameters<PacksApi["packOpen"]>[0];

export interface ShelvedPack {
  readonly kept: KeptPack;
  /** Modules bear the pack's id in their address, since two packs may call a folder alike. */
  readonly pack: Pack;
  readonly places: LoadedPack["places"];
  readonly proof: Verification;
}

/** What became of a file or folder. */
type Taken =
  | { readonly kind: "taken"; readonly title: string; readonly replaced: string | null }
  | { readonly kind: "refused" }
  | { readonly kind: "no pack" };

export type ShelfSession = Pick<Session, "store" | "ask" | "askRows" | "cancel" | "announce">;

const words = surfaceStrings.packs;

export class PackShelf {
  packs: readonly ShelvedPack[] = $state.raw([]);
  /** Name of what is being read just now. */
  busy: string | null = $state(null);
  /** What was refused last, with everything that is wrong with it. */
  refused: { readonly origin: string; readonly problems: readonly Diagnostic[] } | null = $state.raw(null);
  readonly #session: ShelfSession;
  #loading: Promise<void> | null = null;

  constructor(session: ShelfSession) {
    this.#session = session;
  }

  /** What this device keeps, once. */
  load(): Promise<void> {
    this.#loading ??= this.#load().catch((thrown: unknown) => {
      this.#loading = null;
      throw thrown;
    });
    return this.#loading;
  }

  /** `chosen` is set when somebody said that it is a pack: what is none is refused then, and left to others otherwise. */
  async take(input: PackInput, chosen: boolean): Promise<Taken> {
    this.refused = null;
    this.busy = input.name;
    try {
      await this.load();
      const opened = await this.#session.ask((api) => api.packOpen(input));
      if (!opened.ok && !chosen && opened.diagnostics[0]?.code === "S004") return { kind: "no pack" };
      if (opened.ok && opened.value === null && !chosen) return { kind: "no pack" };
      if (!opened.ok) return this.#refuse(input.name, opened.diagnostics);
      if (opened.value === null) return this.#refuse(input.name, [noPack(input.name)]);
      return await this.#shelve(opened.value);
    } finally {
      this.busy = null;
    }
  }

  async #shelve(opened: OpenedPack): Promise<Taken> {
    const others = this.packs.map(({ kept, places }) => ({ id: kept.id, title: kept.title, places }));
    const clashes = clashingIds(opened, others);
    if (clashes.length > 0) return this.#refuse(opened.origin, clashes);
    const { id, version, title, origin, files } = opened;
    const older = this.packs.find(({ kept }) => kept.id === id);
    const kept: KeptPack = { id, version, title, origin, files, added_at: Date.now(), proof: null };
    const saved = await keepPack(await this.#session.store, kept);
    if (!saved.ok) return this.#refuse(origin, saved.diagnostics);
    await this.#put(kept);
    return { kind: "taken", title, replaced: older?.kept.version ?? null };
  }

  /** Proves the pack and keeps what came of it. */
  async prove(id: string): Promise<void> {
    const shelved = this.packs.find(({ kept }) => kept.id === id);
    if (shelved === undefined || shelved.proof.current !== null) return;
    const { proof, pack, kept } = shelved;
    const { proven, broken, whole } = await proof.prove(lessonsOf(pack), kept.files);
    this.#session.announce(words.proofSummary(proven, broken, whole));
    const now = this.packs.find((other) => other.kept === kept);
    if (!whole || now === undefined) return;
    const done = { proven, broken };
    this.packs = this.packs.map((other) => (other === now ? { ...now, kept: { ...kept, proof: done } } : other));
    await keepProof(await this.#session.store, id, done);
  }

  async remove(id: string): Promise<Outcome<void>> {
    this.packs.find(({ kept }) => kept.id === id)?.proof.stop();
    const gone = await forgetPack(await this.#session.store, id);
    if (gone.ok) this.packs = this.packs.filter(({ kept }) => kept.id !== id);
    return gone;
  }

  async bringBack(kept: KeptPack): Promise<Outcome<void>> {
    const saved = await keepPack(await this.#session.store, kept);
    if (saved.ok) await this.#put(kept);
    return saved.ok ? succeed(undefined) : saved;
  }

  /** By its address; links between the lessons of one pack may leave the pack's id out. */
  lessonAt(moduleName: string, lessonName: string): FoundLesson | null {
    for (const { pack, kept } of this.packs)
      for (const name of [moduleName, `${kept.id}.${moduleName}`]) {
        const found = lessonAt(pack, name, lessonName);
        if (found !== null) return { ...found, files: kept.files };
      }
    return null;
  }

  #refuse(origin: string, problems: readonly Diagnostic[]): Taken {
    this.refused = { origin, problems };
    this.#session.announce(words.refused(origin, problems.length));
    return { kind: "refused" };
  }

  async #load(): Promise<void> {
    for (const kept of await loadPacks(await this.#session.store)) await this.#put(kept);
  }

  async #put(kept: KeptPack): Promise<void> {
    const { pack, places } = await readPack(kept.files);
    const shelved = { kept, pack, places, proof: new Verification(this.#session) };
    const at = this.packs.findIndex((other) => other.kept.id === kept.id);
    this.packs = at < 0 ? [...this.packs, shelved] : this.packs.with(at, shelved);
  }
}

async function readPack(files: readonly SourceFile[]): Promise<LoadedPack> {
  const { loadPack } = await import("../../../lessons/load.ts");
  const loaded = loadPack(files);
  const modules = loaded.pack.modules.map((module) => ({ ...module, slug: `${loaded.pack.id}.${module.slug}` }));
  return { ...loaded, pack: { ...loaded.pack, modules } };
}

function noPack(origin: string): Diagnostic {
  return diagnostic("L001", `There is no "pack.yml" in "${origin}", so it is no lesson pack.`, {
    hint: "Choose the folder that holds pack.yml, or a zip of it. The template shows how one begins.",
  });
}

const shelves = new WeakMap<object, PackShelf>();

export function shelfOf(session: Session): PackShelf {
  const shelf = shelves.get(session) ?? new PackShelf(session);
  shelves.set(session, shelf);
  return shelf;
}
