/** Where an exercise, or the picture of a lesson, stands: the address of the lesson on that step. */
import type { Lesson, Module, Pack, Part } from "../../lessons/pack.ts";
import { href } from "../route.svelte.ts";

/** Null when the exercise is not here. */
export function exerciseHref(packs: readonly Pack[], exercise: string): string | null {
  const found = places(packs).find(({ lesson }) => lesson.exercises.some((item) => item.id === exercise));
  return found === undefined
    ? null
    : stepHref(found.module, found.lesson, (part) => part.kind === "exercise" && part.id === exercise);
}

/** The step on which the lesson's first picture stands. */
export function pictureHref(packs: readonly Pack[], id: string): string | null {
  const found = places(packs).find(({ lesson }) => lesson.id === id);
  return found === undefined ? null : stepHref(found.module, found.lesson, (part) => part.kind === "play");
}

function places(packs: readonly Pack[]): readonly { readonly module: Module; readonly lesson: Lesson }[] {
  return packs
    .flatMap((pack) => pack.modules)
    .flatMap((module) => module.lessons.map((lesson) => ({ module, lesson })));
}

function stepHref(module: Module, lesson: Lesson, holds: (part: Part) => boolean): string {
  const index = lesson.steps.findIndex((step) => step.parts.some(holds));
  return href("lesson", module.slug, lesson.slug, { step: Math.max(0, index) + 1 });
}
