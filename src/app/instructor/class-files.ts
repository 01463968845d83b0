/**
 * The files of a class side by side: which of them count, and what is odd about them.
 *
 * Of several files of one learner (one device, one name) the newest counts. One device under two names and equal answers are said, and
 * judged by nobody: two people may share a machine or a desk.
 */
import type { Diagnostic } from "../../engine/core/errors.ts";
import { isSameData } from "../../lessons/progress/progress-class.ts";
import type { DecodedProgress } from "../../lessons/progress/progress-decode.ts";
import { canonicalJson, type ProgressData } from "../../lessons/progress/progress-file.ts";

export interface HandedFile {
  readonly id: string;
  /** Of the file on the disk. */
  readonly name: string;
  readonly text: string;
  /** Null for a file that cannot be read. */
  readonly progress: DecodedProgress | null;
  /** Why it does not count, unless somebody said that it does. */
  readonly trouble: Diagnostic | null;
  /** Counted all the same. */
  readonly accepted: boolean;
}

export interface FileFacts {
  readonly counts: boolean;
  /** A newer file of the same learner counts instead. */
  readonly older: boolean;
  /** Names of others whose files were written on the same device. */
  readonly sameDevice: readonly string[];
  /** Names of others with the same answers. */
  readonly sameAnswers: readonly string[];
  /** The learner worked on other data than this page. */
  readonly otherData: boolean;
}

export function fileFacts(files: readonly HandedFile[], here: ProgressData): ReadonlyMap<string, FileFacts> {
  const answers = new Map(files.map((file) => [file.id, file.progress === null ? "" : answersOf(file.progress)]));
  return new Map(
    files.map((file) => {
      const others = files.filter((other) => other !== file && other.progress !== null);
      const twin = others.filter(
        (other) => file.progress !== null && isReadable(other) && isSameLearner(file.progress, other.progress),
      );
      const older = twin.some((other) => isNewer(other, file));
      const strangers = others.filter((other) => !twin.includes(other));
      return [
        file.id,
        {
          counts: isReadable(file) && !older,
          older,
          sameDevice: namesOf(
            strangers.filter(
              (other) => file.progress?.device != null && other.progress?.device === file.progress.device,
            ),
          ),
          sameAnswers: namesOf(
            strangers.filter((other) => answers.get(file.id) !== "" && answers.get(other.id) === answers.get(file.id)),
          ),
          otherData: file.progress !== null && !isSameData(file.progress.body.data, here),
        },
      ];
    }),
  );
}

export function isReadable(file: HandedFile): boolean {
  return file.progress !== null && (file.trouble === null || file.accepted);
}

function isSameLearner(a: DecodedProgress | null, b: DecodedProgress | null): boolean {
  if (a === null || b === null || a.body.name !== b.body.name) return false;
  return a.device === b.device && (a.device !== null || a.body.group === b.body.group);
}

/** The later one; of two saved at once the one that was added last. */
function isNewer(a: HandedFile, b: HandedFile): boolean {
  const [left, right] = [a.progress?.body.saved_at ?? 0, b.progress?.body.saved_at ?? 0];
  return left === right ? Number(a.id) > Number(b.id) : left > right;
}

const answerTexts = new WeakMap<DecodedProgress, string>();

/** Texts of written answers only: everybody who clicks right clicks the same. */
function answersOf(progress: DecodedProgress): string {
  const known = answerTexts.get(progress);
  if (known !== undefined) return known;
  const written = progress.body.exercises.flatMap(({ id, attempts }) => {
    const texts = attempts.map((attempt) => attempt.answer).filter((answer) => /\n|\bselect\b/i.test(answer));
    return texts.length > 0 ? [[id, ...texts]] : [];
  });
  const text = written.length < 3 ? "" : canonicalJson(written);
  answerTexts.set(progress, text);
  return text;
}

function namesOf(files: readonly HandedFile[]): readonly string[] {
  return [...new Set(files.flatMap((file) => file.progress?.body.name ?? []))].sort();
}
