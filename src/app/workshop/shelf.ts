/** The workshops of this device: those that come with the page, and those that somebody opened from a file or link and kept. */
import { diagnostic, fail, type Outcome } from "../../engine/core/errors.ts";
import type { Workshop } from "../../lessons/workshop/workshop.ts";
import { readWorkshop } from "../../lessons/workshop/workshop-decode.ts";
import type { Store } from "../../store/store.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";

export interface ShelvedWorkshop {
  readonly workshop: Workshop;
  /** The text of its file. */
  readonly source: string;
  /** Kept on this device, not part of the page. */
  readonly own: boolean;
}

/** Id -> text of the file. */
type Kept = Readonly<Record<string, string>>;

const KEY = "workshops";
/** A day of the calendar has no more workshops than this; what is older goes. */
const MOST = 50;
const words = surfaceStrings.workshop;

let loading: Promise<readonly ShelvedWorkshop[]> | null = null;

export function builtInWorkshops(): Promise<readonly ShelvedWorkshop[]> {
  loading ??= readBuiltIn().catch((thrown: unknown) => {
    loading = null;
    throw thrown;
  });
  return loading;
}

/** The shortest first. */
async function readBuiltIn(): Promise<readonly ShelvedWorkshop[]> {
  const { workshopFiles } = await import("../../bundle/workshops.ts");
  return workshopFiles()
    .flatMap(({ path, text }) => {
      const read = readWorkshop(text, path);
      return read.ok ? [{ workshop: read.value, source: text, own: false }] : [];
    })
    .sort((a, b) => a.workshop.minutes - b.workshop.minutes);
}

/** Those that were kept here, newest first. One that this version cannot read any more is left out, and stays kept. */
export async function ownWorkshops(store: Store): Promise<readonly ShelvedWorkshop[]> {
  return Object.entries(await readKept(store))
    .flatMap(([id, source]) => {
      const read = readWorkshop(source, `${id}.yml`);
      return read.ok ? [{ workshop: read.value, source, own: true }] : [];
    })
    .reverse();
}

export async function findWorkshop(store: Store, id: string): Promise<ShelvedWorkshop | null> {
  const all = [...(await builtInWorkshops()), ...(await ownWorkshops(store))];
  return all.find(({ workshop }) => workshop.id === id) ?? null;
}

/** Takes the place of a kept one with the same id, never of one that comes with the page. */
export async function keepWorkshop(store: Store, { id }: Workshop, source: string): Promise<Outcome<void>> {
  if ((await builtInWorkshops()).some(({ workshop }) => workshop.id === id))
    return fail(diagnostic("L001", words.idTaken(id), { hint: words.idTakenHint }));
  const { [id]: _before, ...others } = await readKept(store);
  return writeKept(store, { ...others, [id]: source });
}

export async function forgetWorkshop(store: Store, id: string): Promise<Outcome<void>> {
  const { [id]: _gone, ...others } = await readKept(store);
  return writeKept(store, others);
}

function writeKept(store: Store, kept: Kept): Promise<Outcome<void>> {
  return store.setSetting(KEY, Object.fromEntries(Object.entries(kept).slice(-MOST)));
}

async function readKept(store: Store): Promise<Kept> {
  const kept = await store.getSetting<unknown>(KEY);
  if (typeof kept !== "object" || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
