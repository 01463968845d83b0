/** dbt's own macros are indexed without being parsed: the index and the parser agree about every file. */
import { expect, test } from "vitest";
import { withoutComments } from "../../../scripts/build/macro-text.ts";
import type { MacroDefinition } from "../../../src/engine/context/macro-registry.ts";
import { parseTemplate } from "../../../src/engine/jinja/parser.ts";
import { outlineOf } from "../../../src/engine/parse/macro-calls.ts";
import { indexMacros } from "../../../src/engine/parse/macro-index.ts";
import type { IndexedMacro } from "../../../src/engine/parse/macro-index.ts";
import { builtins } from "../../support/project.ts";

function parsedMacros(path: string, text: string): IndexedMacro[] {
  const template = parseTemplate(text, path);
  return template.blocks.map((block) => ({
    kind: block.kind as IndexedMacro["kind"],
    name: block.name,
    parameters: block.parameters.map((parameter) => parameter.name),
    from: block.from,
    to: block.to,
    outline: outlineOf({ block, template } as MacroDefinition),
  }));
}

test.each(builtins.map((file) => [file.path, file.text] as const))("%s", (path, text) => {
  expect(indexMacros(text)).toEqual(parsedMacros(path, text));
  const inThePage = withoutComments(text);
  expect(indexMacros(inThePage)).toEqual(parsedMacros(path, inThePage));
});
