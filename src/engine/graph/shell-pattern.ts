/**
 * Shell patterns as selectors use them: `*`, `?`, `[abc]`, `[!abc]`.
 *
 * In names a `*` takes everything, dots and slashes too; in paths it stays within one folder and `**` crosses folders.
 */

const names = new Map<string, RegExp>();
const paths = new Map<string, RegExp>();

/** Whether a name fits, upper and lower case kept apart. */
export function matchesName(name: string, pattern: string): boolean {
  if (!/[*?[]/.test(pattern)) return name === pattern;
  return kept(names, pattern, (text) => translate(text, ".*", ".")).test(name);
}

/** Whether a path fits the pattern as a whole. */
export function matchesPathPattern(path: string, pattern: string): boolean {
  const clean = pattern.replace(/^(?:\.\/)+/, "").replace(/\/+$/, "");
  if (!/[*?[]/.test(clean)) return path === clean;
  return kept(paths, clean, pathSource).test(path);
}

function pathSource(pattern: string): string {
  const parts = pattern.split("/").map((part) => (part === "**" ? null : translate(part, "[^/]*", "[^/]")));
  let source = "";
  parts.forEach((part, index) => {
    if (part === null) source += index === 0 ? "(?:[^/]+/)*" : "(?:/[^/]+)*";
    else source += source === "" || source.endsWith("/)*") ? part : `/${part}`;
  });
  return source;
}

function translate(pattern: string, star: string, one: string): string {
  return pattern.replace(/\[(!?)([^\]]+)\]|[\s\S]/g, (whole: string, not?: string, set?: string) => {
    if (set !== undefined) return `[${not === "!" ? "^" : ""}${set.replace(/[\\^\]]/g, "\\$&")}]`;
    if (whole === "*") return star;
    return whole === "?" ? one : whole.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  });
}

function kept(cache: Map<string, RegExp>, pattern: string, source: (pattern: string) => string): RegExp {
  let expression = cache.get(pattern);
  if (!expression) {
    try {
      expression = new RegExp(`^(?:${source(pattern)})$`, "s");
    } catch {
      // A range such as [z-a] means nothing; the text then stands for itself.
      expression = new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}$`);
    }
    if (cache.size > 1000) cache.clear();
    cache.set(pattern, expression);
  }
  return expression;
}
