/**
 * Takes the comments out of the built-in macros on their way into the page: a third of their text, of use to those who read the
 * repository only.
 *
 * An empty comment stays in place of each. It marks where text ends, and its dashes strip whitespace: without it a macro could render
 * other text in the page than on the command line.
 */
import { readFile } from "node:fs/promises";
import { sep } from "node:path";
import type { Plugin } from "vite";

const FOLDER = "/src/engine/macros/";

/** A comment, or a tag, which is left as it is: `{#` may stand in a string there. */
const COMMENT_OR_TAG = /\{#(-?)[^]*?(-?)#\}|\{%[^]*?%\}|\{\{[^]*?\}\}/g;

export function withoutComments(template: string): string {
  return template.replace(COMMENT_OR_TAG, (all: string, before: string, after: string) =>
    all.startsWith("{#") ? `{#${before} ${after}#}` : all,
  );
}

export function macroText(): Plugin {
  return {
    name: "strata:macro-text",
    apply: "build",
    enforce: "pre",
    async load(id) {
      const [path = "", query] = id.split("?");
      if (query !== "raw" || !path.endsWith(".sql") || !path.replaceAll(sep, "/").includes(FOLDER)) return null;
      return `export default ${JSON.stringify(withoutComments(await readFile(path, "utf8")))};`;
    },
  };
}
