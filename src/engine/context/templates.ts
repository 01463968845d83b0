/**
 * Parsed templates, kept by path and text: an edit parses one file anew, not the project.
 */
import { parseTemplate } from "../jinja/parser.ts";
import type { Template } from "../jinja/parser.ts";

/** More paths than a large project has; the oldest go first. */
const MOST = 12_000;
/** Texts of one path: before and after an edit, and what is rendered under a common name. */
const MOST_TEXTS = 2000;
interface Known {
  last: Template;
  /** Null while there is but one: most files are read once. */
  texts: Map<string, Template> | null;
}

/** By path and then by text: a key of both would be a copy of every file. */
const kept = new Map<string, Known>();

/** Throws a TemplateError when the text has a syntax error. */
export function templateOf(path: string, text: string): Template {
  const known = kept.get(path);
  if (known?.last.source === text) return known.last;
  const before = known?.texts?.get(text);
  const template = before ?? parseTemplate(text, path);
  if (!known) {
    kept.set(path, { last: template, texts: null });
    forgetOldest(kept, MOST);
    return template;
  }
  known.texts ??= new Map([[known.last.source, known.last]]);
  known.last = template;
  if (before === undefined) {
    known.texts.set(text, template);
    forgetOldest(known.texts, MOST_TEXTS);
  }
  return template;
}

function forgetOldest(all: Map<string, unknown>, most: number): void {
  if (all.size <= most) return;
  const oldest = all.keys().next();
  if (!oldest.done) all.delete(oldest.value);
}
