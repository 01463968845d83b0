/**
 * A lesson's Markdown -> safe HTML, with facts filled in and names of models linked.
 *
 * The text may come from anywhere (a lesson pack is a stranger's), so what Markdown makes of it is sanitised, without images,
 * scripts, styles or links that leave the page.
 */
import DOMPurify from "dompurify";
import { Marked } from "marked";

export interface ProseContext {
  readonly facts: Readonly<Record<string, string>>;
  /** Names that are facts, known or not. */
  readonly factNames: ReadonlySet<string>;
  /** Shown on a fact that is not known yet. */
  readonly pendingTitle: string;
  /** Address of a model's page, or null when there is no such model. */
  readonly modelHref: (name: string) => string | null;
}

const ALLOWED_TAGS = [
  "p",
  "em",
  "strong",
  "code",
  "pre",
  "ul",
  "ol",
  "li",
  "table",
  "thead",
  "tbody",
  "tr",
  "th",
  "td",
  "a",
  "h3",
  "h4",
  "blockquote",
  "br",
  "hr",
  "span",
  "del",
  "kbd",
];

export function renderProse(markdown: string, context: ProseContext): string {
  const marked = new Marked({
    gfm: true,
    renderer: {
      codespan({ text }) {
        const code = `<code>${escapeHtml(text)}</code>`;
        const link = context.modelHref(text);
        return link === null ? code : `<a href="${escapeHtml(link)}">${code}</a>`;
      },
      // A block of code that is wider than its place scrolls, and what scrolls must be reachable by keyboard.
      code({ text }) {
        return `<pre tabindex="0"><code>${escapeHtml(text)}</code></pre>\n`;
      },
      image({ text }) {
        return escapeHtml(text);
      },
      // HTML in the text is dropped before anything reads it: even while it is being sanitised, a browser looks at its handlers.
      html({ text }) {
        return /^<\/?(?:kbd|br|del)\s*\/?>$/.test(text.trim()) ? text : "";
      },
    },
  });
  const html = fillFacts(marked.parse(markFacts(markdown, context), { async: false }), context);
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS,
    ALLOWED_ATTR: ["href", "class", "title", "align", "tabindex"],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^#/,
    // The pattern above is held against every attribute that is not named safe.
    ADD_URI_SAFE_ATTR: ["tabindex"],
  });
}

/** Characters of no script, which Markdown leaves alone, in code too. */
const [OPEN, CLOSE] = ["\uE000", "\uE001"];

/** Marks `{{ name }}` where it is a fact; other braces, such as `{{ ref('x') }}` in a piece of SQL, stay as they are. */
function markFacts(markdown: string, context: ProseContext): string {
  return markdown.replace(/\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g, (written, name: string) =>
    context.factNames.has(name) ? OPEN + name + CLOSE : written,
  );
}

function fillFacts(html: string, context: ProseContext): string {
  return html.replace(new RegExp(`${OPEN}([a-z0-9_]+)${CLOSE}`, "g"), (_, name: string) => {
    const fact = context.facts[name];
    return fact === undefined
      ? `<span class="fact pending" title="${escapeHtml(context.pendingTitle)}">…</span>`
      : `<span class="fact">${escapeHtml(fact)}</span>`;
  });
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
