/**
 * What a recognised mistake means, what helps whoever made it, and what to do about it in front of a class.
 *
 * The ideas of the catalogue have words of their own. A mistake that only a lesson knows is told in the lesson's words: what its
 * anti-solution, choice or reply says, without the numbers of one learner's data.
 */
import { judgeAlone } from "../judge-choice.ts";
import { MISCONCEPTIONS } from "../misconceptions.ts";
import { nounOf, plural } from "../noun.ts";
import {
  findExercise,
  isWritten,
  lessonsOf,
  type Exercise,
  type Lesson,
  type Pack,
  type WrittenExercise,
} from "../pack.ts";
import { REMEDIES } from "./progress-remedies.ts";

export interface MistakeWords {
  /** What is thought, or was done. */
  readonly idea: string;
  readonly advice: string;
  /** What to show, and what to ask. */
  readonly remedy: string;
  /** Lesson whose picture shows it; null when it is shown on the exercise. */
  readonly picture: string | null;
}

/** One answer that the mistake was made in. */
export interface MistakeExample {
  readonly exercise: string;
  readonly answer: string;
}

/** Null when neither the catalogue nor any of the packs knows the code. */
export function mistakeWords(packs: readonly Pack[], code: string, example: MistakeExample): MistakeWords | null {
  const known = MISCONCEPTIONS[code];
  const remedy = REMEDIES[code];
  if (known !== undefined && remedy !== undefined) return { ...known, remedy: remedy.show, picture: remedy.lesson };
  const place = placeOf(packs, code, example.exercise);
  if (place === null) return null;
  const own = ownWords(place.exercise, code, example.answer);
  return own === null ? null : { ...own, remedy: remedyOn(place.lesson, place.exercise, own.advice), picture: null };
}

interface Place {
  readonly lesson: Lesson;
  readonly exercise: Exercise;
}

/** The exercise itself, or where it has forgotten the code since then, another one that knows it. */
function placeOf(packs: readonly Pack[], code: string, id: string): Place | null {
  const places = packs.flatMap(lessonsOf).flatMap((lesson): readonly Place[] => {
    const own = findExercise(lesson, id);
    return own === null ? [] : [{ lesson, exercise: own }];
  });
  const others = packs
    .flatMap(lessonsOf)
    .flatMap((lesson) => lesson.exercises.map((exercise): Place => ({ lesson, exercise })));
  return [...places, ...others].find(({ exercise }) => ownWords(exercise, code, "") !== null) ?? null;
}

type OwnWords = Pick<MistakeWords, "idea" | "advice">;

/** Where several wrong answers of an exercise bear the same code, the words are those of the one that was given. */
function ownWords(exercise: Exercise, code: string, answer: string): OwnWords | null {
  switch (exercise.type) {
    case "predict":
      return null;
    case "mcq": {
      const found = among(exercise.choices, code, (choice) => choice.reply === replyTo(exercise, answer));
      if (found === undefined) return null;
      const isSentence = /[.!?]$/.test(found.text);
      const idea = isSentence ? found.text : `“${found.text}”, asked: ${exercise.question}`;
      return { idea: plain(idea), advice: plain(found.reply) };
    }
    case "order": {
      const found = among(exercise.anti, code, (mistake) => mistake.reply === replyTo(exercise, answer));
      if (found === undefined) return null;
      const item = exercise.items.find(({ id }) => id === found.item)?.text ?? found.item;
      const than = [...exercise.groups, ...exercise.items].find(({ id }) => id === found.than)?.text ?? found.than;
      const idea = exercise.groups.length > 0 ? `“${item}” lies on “${than}”.` : `“${item}” comes before “${than}”.`;
      return { idea: plain(idea), advice: plain(found.reply) };
    }
    case "find": {
      const found = among(exercise.wrong, code, ({ target }) => answer.includes(JSON.stringify(target)));
      return found === undefined ? null : told(found.reply);
    }
    case "tune": {
      const given = valuesIn(answer);
      const found = among(exercise.anti, code, ({ values }) =>
        Object.entries(values).every(([name, value]) => given[name] === value),
      );
      return found === undefined ? null : told(found.reply);
    }
    case "cmd": {
      const found = among(exercise.anti, code, ({ command }) => command === answer.trim());
      return found === undefined ? null : told(found.reply);
    }
    default: {
      const anti = exercise.anti.find((item) => item.code === code);
      if (anti === undefined) return null;
      const advice = inGeneral(anti.feedback, exercise);
      // A headline that counts the faults that survived says nothing about the idea.
      return /\{n\}|\{first\}/.test(anti.headline) && !("contract" in exercise)
        ? told(advice)
        : { idea: inGeneral(anti.headline, exercise), advice };
    }
  }
}

function among<T extends { readonly code: string | null }>(
  mistakes: readonly T[],
  code: string,
  isGiven: (mistake: T) => boolean,
): T | undefined {
  const known = mistakes.filter((mistake) => mistake.code === code);
  return known.find(isGiven) ?? known[0];
}

function replyTo(exercise: Extract<Exercise, { type: "mcq" | "order" }>, answer: string): string | null {
  return judgeAlone(exercise, jsonIn(answer)).detail;
}

function valuesIn(answer: string): Readonly<Record<string, unknown>> {
  const value = jsonIn(answer);
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function jsonIn(answer: string): unknown {
  try {
    return JSON.parse(answer) as unknown;
  } catch {
    return null;
  }
}

/** A reply says what was done and then asks: the one is the idea, the other helps. */
function told(reply: string): OwnWords {
  const { statements, questions } = sentences(plain(reply));
  const all = [...statements, ...questions];
  return {
    idea: (statements.length === 0 ? all : statements).join(" "),
    advice: (questions.length === 0 ? all : questions).join(" "),
  };
}

function remedyOn(lesson: Lesson, exercise: Exercise, advice: string): string {
  const asks = (text: string): string | undefined => sentences(text).questions.at(-1);
  const question = asks(advice) ?? asks(plain(exercise.hints[0] ?? ""));
  const open = `Open “${exercise.title}” in “${lesson.title}”`;
  const ask = question === undefined ? `${open} and let everyone answer once more.` : `${open} and ask: ${question}`;
  if (!isWritten(exercise)) return `${ask} Let two who answer differently say why, then try both.`;
  return "contract" in exercise
    ? `${ask} Then run a wrong answer and a right one, and look at one row in which they differ.`
    : `${ask} Then take a fault that survived, and let the class find the row that gives it away.`;
}

/** The blanks of a headline or feedback, filled without a learner's rows. */
function inGeneral(text: string, exercise: WrittenExercise): string {
  const noun = "contract" in exercise ? nounOf(exercise.contract) : "fault";
  const named = plain(text)
    .replaceAll("{n}", `some ${plural(noun)}`)
    .replaceAll("{are}", "are")
    .replaceAll("{first}", `one ${noun}`)
    // "device {key}" names its kind itself.
    .replace(/\b([a-z]+) \{key\}/gi, (all, word: string) => (KINDS.test(word) ? `one ${word.toLowerCase()}` : all))
    .replaceAll("{key}", `one ${noun}`);
  return named.replace(/(^|[.!?:] )(some|one) /g, (_, before: string, word: string) =>
    before.startsWith(":") ? `${before}${word} ` : `${before}${word.charAt(0).toUpperCase()}${word.slice(1)} `,
  );
}

const KINDS = /^(device|tap|customer|coalition|arrow|month|channel|account|deal|location)$/i;

function sentences(text: string): { readonly statements: readonly string[]; readonly questions: readonly string[] } {
  const all = text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence !== "");
  const isQuestion = (sentence: string): boolean => sentence.endsWith("?");
  return { statements: all.filter((sentence) => !isQuestion(sentence)), questions: all.filter(isQuestion) };
}

/** Shown where Markdown is not read. */
function plain(markdown: string): string {
  return markdown
    .replace(/`|\*\*/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
