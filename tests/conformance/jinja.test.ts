/**
 * The template interpreter renders what Jinja2 renders. `jinja.json` is given; `jinja-found.json` holds cases that a comparison
 * with python3-jinja2 on generated templates found worth keeping.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lineColumn } from "../../src/engine/core/source-file.ts";
import { TemplateError } from "../../src/engine/jinja/error.ts";
import { parseTemplate } from "../../src/engine/jinja/parser.ts";
import { renderTemplate } from "../../src/engine/jinja/render.ts";
import { createHost } from "./host.ts";

interface Case {
  readonly id: string;
  readonly src: string;
  readonly out?: string;
  readonly err?: string;
  readonly line?: number;
}
interface Suite {
  readonly macros: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
}

describe.each(["jinja.json", "jinja-found.json"])("%s", (file) => {
  const suite = JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")) as Suite;
  const host = createHost(suite.macros);

  test.each(suite.cases)("$id", ({ src, out, err, line }) => {
    if (err === undefined) {
      expect(renderTemplate(parseTemplate(src, "case.sql"), host).text).toBe(out);
      return;
    }
    const error = failure(() => renderTemplate(parseTemplate(src, "case.sql"), host));
    expect(`${error.kind}: ${error.message}`).toBe(err);
    expect(error.span?.path).toBe("case.sql");
    if (line !== undefined) expect(lineColumn(src, error.span?.from ?? -1).line).toBe(line);
  });
});

function failure(work: () => unknown): TemplateError {
  try {
    work();
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error("The template was expected to fail.");
}
