/** A learner's own progress: read from everything that this device keeps about lessons, signed with its key, and taken over from a file. */
import type { Json } from "../../engine/core/manifest.ts";
import type { Outcome } from "../../engine/core/errors.ts";
import { fail, succeed } from "../../engine/core/errors.ts";
import { lessonsOf } from "../../lessons/pack.ts";
import { decodeProgress } from "../../lessons/progress/progress-decode.ts";
import {
  PROGRESS_FORMAT,
  signedText,
  writeProgress,
  type ProgressBody,
  type Signature,
} from "../../lessons/progress/progress-file.ts";
import {
  exercisesOf,
  gatherProgress,
  type KeptAttempt,
  type KeptWork,
} from "../../lessons/progress/progress-gather.ts";
import { isKeyPair, makeKey, signText, subtleCrypto } from "../../lessons/progress/progress-key.ts";
import { restoreProgress } from "../../lessons/progress/progress-restore.ts";
import type { Store } from "../../store/store.ts";
import { BUNDLED } from "../session/projects.svelte.ts";
import type { Session } from "../session/session.svelte.ts";
import { VERSION } from "../settings/packages.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import { lessonSources, type LessonSource } from "./lesson-sources.ts";

const KEY = "progress key";
const NAME = "progress name";

export interface OwnName {
  readonly name: string;
  readonly group: string;
}

/** Everything that was done in lessons on this device; name and group as they were given last. */
export async function ownProgress(session: Session, now: number): Promise<ProgressBody> {
  const [sources, store] = await Promise.all([lessonSources(session), session.store]);
  const named = await store.getSetting<OwnName>(NAME);
  return gatherProgress({
    name: named?.name ?? "",
    group: named?.group ?? "",
    product: VERSION,
    saved_at: now,
    data: { tier: session.tier, seed: session.dataChoice.seed ?? null, as_of: session.asOfDate },
    packs: sources,
    work: await Promise.all(workspacesOf(session).map((workspace) => workOf(store, workspace, sources))),
  });
}

export async function keepName(session: Session, named: OwnName): Promise<void> {
  await (await session.store).setSetting(NAME, named);
}

/** The file's text; without a signature where this page has no WebCrypto. */
export async function progressText(session: Session, body: ProgressBody): Promise<string> {
  return writeProgress(body, await signatureOf(await session.store, body));
}

/** Puts a file of one's own beside what is here. The number of lessons that it brought. */
export async function takeOver(session: Session, file: File, now: number): Promise<Outcome<number>> {
  const decoded = await decodeProgress(file.name, await file.text(), { subtle: subtleCrypto() });
  if (!decoded.ok) return decoded;
  const [sources, store] = await Promise.all([lessonSources(session), session.store]);
  const { workspace } = session;
  const exercises = sources.flatMap(({ pack }) => lessonsOf(pack).flatMap(exercisesOf));
  const known = new Set(exercises.map(({ id }) => id));
  const body = {
    ...decoded.value.body,
    exercises: decoded.value.body.exercises.filter(({ id }) => known.has(id)),
  };
  const times = await Promise.all(
    body.exercises.map(
      async ({ id }) => [id, new Set((await store.listAttempts(workspace, id)).map(({ at }) => at))] as const,
    ),
  );
  const restored = restoreProgress({
    body,
    progress: await store.loadProgress(workspace),
    attemptTimes: new Map(times),
    guesses: new Set(exercises.filter(({ type }) => type === "predict").map(({ id }) => id)),
    now,
  });
  for (const { lesson, progress, attempts } of restored) {
    // Guesses came from JSON, so they are JSON.
    const saved = await store.saveProgress(workspace, lesson, {
      ...progress,
      answers: progress.answers as Readonly<Record<string, Json>>,
    });
    if (!saved.ok) return fail(...saved.diagnostics);
    for (const { exercise, attempt } of attempts) {
      const { answer, ...rest } = attempt;
      const added = await store.addAttempt(workspace, { exercise, text: answer, ...rest });
      if (!added.ok) return fail(...added.diagnostics);
    }
  }
  return succeed(restored.length);
}

async function signatureOf(store: Store, body: ProgressBody): Promise<Signature | null> {
  const subtle = subtleCrypto();
  if (subtle === null) return null;
  const kept: unknown = await store.getSetting(KEY);
  const pair = isKeyPair(kept) ? kept : await makeKey(subtle);
  // A device that refuses to keep the key signs with another one next time: the signature holds all the same.
  if (pair !== kept) await store.setSetting(KEY, pair);
  return signText(subtle, pair, signedText(PROGRESS_FORMAT, body));
}

/** The bundled project and the copies of it: lessons may have been worked on in any of them. */
function workspacesOf(session: Session): readonly string[] {
  return [
    BUNDLED,
    ...session.projects.list.filter((project) => project.bundled === true).map((project) => project.workspace),
  ];
}

async function workOf(store: Store, workspace: string, sources: readonly LessonSource[]): Promise<KeptWork> {
  const progress = await store.loadProgress(workspace);
  const attempts = new Map<string, readonly KeptAttempt[]>();
  const begun = sources.flatMap(({ pack }) => lessonsOf(pack)).filter((lesson) => progress.has(lesson.id));
  for (const { id } of begun.flatMap(exercisesOf)) {
    const checks = (await store.listAttempts(workspace, id)).filter(
      ({ headline }) => headline !== surfaceStrings.learn.keptAttempt,
    );
    if (checks.length > 0) attempts.set(id, checks);
  }
  return { progress, attempts };
}
