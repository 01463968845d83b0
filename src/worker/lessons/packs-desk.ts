/**
 * A lesson pack from outside -> its texts and what they say, or everything that is wrong with it. Done here and not in the page, so that
 * a hostile pack keeps neither the page nor its own refusal waiting; nothing of the pack runs.
 */
import { readPackFiles } from "../../archive/read-pack.ts";
import type { ProjectInput } from "../../archive/read-project.ts";
import { writeZip } from "../../archive/write-zip.ts";
import { lessonFiles, templateFiles } from "../../bundle/lessons.ts";
import { diagnostic, fail, succeed, type Diagnostic, type Outcome } from "../../engine/core/errors.ts";
import type { Engine } from "../../engine/index.ts";
import { loadPack, type LoadedPack } from "../../lessons/load.ts";
import { packFindings } from "../../lessons/pack-guard.ts";
import { clashingIds } from "../../lessons/pack-ids.ts";
import { lessonsOf } from "../../lessons/pack.ts";
import type { OpenedPack } from "./protocol.ts";

let bundled: LoadedPack | null = null;

export async function openPack(
  input: ProjectInput,
  { manifest }: Pick<Engine, "manifest">,
): Promise<Outcome<OpenedPack | null>> {
  const read = await readPackFiles(input);
  if (!read.ok) return read;
  if (read.value === null) return succeed(null);
  const { files, origin, leftOut } = read.value;
  const loaded = loadStrange(files);
  if (!loaded.ok) return loaded;
  bundled ??= loadPack(lessonFiles());
  const own = { ...bundled.pack, places: bundled.places };
  const macros = [...manifest.macros.values()].filter((macro) => macro.package_name === manifest.project_name);
  const { pack, places } = loaded.value;
  const problems: readonly Diagnostic[] = [
    ...loaded.value.diagnostics.filter((found) => found.severity === "error"),
    ...packFindings(loaded.value, { macros: new Set(macros.map((macro) => macro.name)) }),
    ...clashingIds({ id: pack.id, places }, pack.id === own.id ? [] : [own]),
    ...(pack.id === own.id ? [takenId(own.id, own.title)] : []),
  ];
  const [first, ...more] = problems;
  if (first !== undefined) return fail(first, ...more);
  const { id, version, title } = pack;
  return succeed({ id, version, title, origin, files, leftOut, lessons: lessonsOf(pack).length, places });
}

/** Nesting without end, and whatever else a reader trips over, is a finding about the pack. */
function loadStrange(files: Parameters<typeof loadPack>[0]): Outcome<LoadedPack> {
  try {
    return succeed(loadPack(files));
  } catch (thrown) {
    const why = thrown instanceof RangeError ? "it is nested too deep" : String(thrown);
    return fail(
      diagnostic("L001", `The files of the pack cannot be read: ${why}.`, {
        hint: "Begin again from the template, and bring your lessons over one by one.",
      }),
    );
  }
}

function takenId(id: string, title: string): Diagnostic {
  return diagnostic("L001", `The pack's id "${id}" is that of the lessons that come with the page, "${title}".`, {
    hint: "Give your pack an id of its own in pack.yml.",
    at: { path: "pack.yml", from: 0, to: 1 },
  });
}

/** A short pack to begin with, as a zip. */
export function packTemplate(): Promise<Outcome<Blob>> {
  const files = templateFiles().map(({ path, text }) => ({ path: `night-market/${path}`, text }));
  return Promise.resolve(succeed(new Blob([writeZip(files)], { type: "application/zip" })));
}
