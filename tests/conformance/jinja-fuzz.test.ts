/**
 * Templates made at random give what Jinja2 gives, where python3-jinja2 is installed: 200 of them, 10,000 under `npm run test:long`.
 * A difference that is worth keeping goes into `jinja-found.json`. Everywhere, whatever is wrong with a template ends as an error of
 * the template.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { TemplateError } from "../../src/engine/jinja/error.ts";
import { parseTemplate } from "../../src/engine/jinja/parser.ts";
import { renderTemplate } from "../../src/engine/jinja/render.ts";
import { randomFrom, randomTemplate } from "../support/template-generator.ts";

const COUNT = process.env["STRATA_LONG"] === "1" ? 10_000 : 200;
const PYTHON = "/usr/bin/python3";
const hasJinja = spawnSync(PYTHON, ["-c", "import jinja2"]).status === 0;

interface Answer {
  readonly out?: string;
  readonly err?: string;
  readonly skip?: boolean;
}

const random = randomFrom(20_251_231);
const sources = Array.from({ length: COUNT }, () => randomTemplate(random)).filter((source) => source.length < 1500);
const answers = sources.map(answerTo);

test(`${COUNT} templates end with a text or with an error of the template`, () => {
  expect(answers).toHaveLength(sources.length);
});

test.skipIf(!hasJinja)(`${COUNT} templates give what Jinja2 gives`, { timeout: 600_000 }, () => {
  const script = fileURLToPath(new URL("jinja-oracle.py", import.meta.url));
  const run = spawnSync(PYTHON, [script], { input: JSON.stringify(sources), maxBuffer: 2 ** 28, encoding: "utf8" });
  expect(run.stderr).toBe("");
  const expected = JSON.parse(run.stdout) as readonly Answer[];
  const differences = sources.flatMap((source, index) => {
    const [ours = {}, theirs = {}] = [answers[index], expected[index]];
    return theirs.skip === true || isNamedInVain(ours, theirs) || same(ours, theirs) ? [] : [{ source, theirs, ours }];
  });
  expect(differences).toEqual([]);
});

function answerTo(source: string): Answer {
  try {
    return { out: renderTemplate(parseTemplate(source, "case.sql"), { get: () => undefined }).text };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const isSyntax = error.kind === "TemplateSyntaxError" || error.kind === "TemplateAssertionError";
    return { err: isSyntax ? error.kind : `${error.kind}: ${error.message}` };
  }
}

/** Jinja2 folds constants while it looks for unknown filters and tests, so that what can never be reached decides whether it sees one. */
function isNamedInVain(ours: Answer, theirs: Answer): boolean {
  return [ours.err, theirs.err].includes("TemplateAssertionError");
}

function same(ours: Answer, theirs: Answer): boolean {
  if (theirs.out !== undefined) return ours.out === theirs.out;
  return ours.err !== undefined && kindOf(ours.err) === kindOf(theirs.err ?? "");
}

function kindOf(error: string): string {
  const [kind = ""] = error.split(":");
  // A macro that calls itself without end meets our limit before Python's.
  return kind === "LimitError" ? "RecursionError" : kind;
}
