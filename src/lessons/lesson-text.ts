/**
 * lesson.md -> steps. `## Title` opens a step; `::exercise id` and `::play id` on a line of their own place a block; `::note` opens
 * a note that `::end` closes, `::note presenter` one for whoever presents. Everything else is Markdown.
 */
import type { Part, Step } from "./pack.ts";
import { diagnostic } from "../engine/core/errors.ts";
import type { Diagnostic } from "../engine/core/errors.ts";
import type { SourceFile } from "../engine/core/source-file.ts";

export interface LessonText {
  readonly path: string;
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
}

export function parseLessonText(file: SourceFile): LessonText {
  const steps: { title: string; parts: Part[] }[] = [];
  const diagnostics: Diagnostic[] = [];
  let prose: string[] = [];
  let kind: "prose" | "note" | "presenter" = "prose";
  let offset = 0;

  const close = (): void => {
    const markdown = prose.join("\n").trim();
    prose = [];
    if (markdown === "") return;
    const step = steps.at(-1);
    if (step === undefined) report("Text stands before the first step.", 'Open a step with "## Title" first.');
    else step.parts.push({ kind, markdown });
  };
  const report = (message: string, hint: string): void => {
    diagnostics.push(
      diagnostic("L001", `In "${file.path}": ${message}`, {
        hint,
        at: { path: file.path, from: offset, to: offset + 1 },
      }),
    );
  };

  for (const line of file.text.split("\n")) {
    const heading = /^## +(.+?)\s*$/.exec(line)?.[1];
    const block = /^::([a-z]+)(?:\s+(\S+))?\s*$/.exec(line);
    if (heading !== undefined) {
      close();
      steps.push({ title: heading, parts: [] });
    } else if (block !== null) {
      close();
      const [, name, id] = block;
      kind = name !== "note" ? "prose" : id === "presenter" ? "presenter" : "note";
      if ((name === "exercise" || name === "play") && id !== undefined) {
        const step = steps.at(-1);
        if (step === undefined) report("A block stands before the first step.", 'Open a step with "## Title" first.');
        else step.parts.push({ kind: name, id });
      } else if (name !== "note" && name !== "end") {
        report(
          `The block "${line.trim()}" is not known.`,
          "Known are ::exercise id, ::play id, ::note, ::note presenter and ::end.",
        );
      }
    } else prose.push(line);
    offset += line.length + 1;
  }
  close();
  if (steps.length === 0) report("There is no step.", 'Open one with "## Title".');
  return { path: file.path, steps, diagnostics };
}
