/**
 * A page of docs/errors as safe HTML: code, paragraphs, lists and links between codes. The pages are our own; they are sanitised all
 * the same, so that nothing but text can ever come out of a file.
 */
import DOMPurify from "dompurify";
import { Marked } from "marked";
import { href } from "../route.svelte.ts";

const ALLOWED = [
  "h1",
  "h2",
  "p",
  "em",
  "strong",
  "code",
  "pre",
  "ul",
  "ol",
  "li",
  "a",
  "table",
  "thead",
  "tbody",
  "tr",
  "th",
  "td",
];

export function pageHtml(markdown: string): string {
  const html = new Marked({ async: false, gfm: true }).parse(markdown, { async: false });
  const clean = DOMPurify.sanitize(html, { ALLOWED_TAGS: ALLOWED, ALLOWED_ATTR: ["href"], RETURN_DOM_FRAGMENT: true });
  for (const link of clean.querySelectorAll("a")) {
    // In the repository a code is a file beside this one, here it is a page.
    const code = /^([A-Z]\d{3})\.md$/.exec(link.getAttribute("href") ?? "")?.[1];
    if (code === undefined) link.replaceWith(...link.childNodes);
    else link.setAttribute("href", href("errors", code));
  }
  for (const block of clean.querySelectorAll("pre")) block.setAttribute("tabindex", "0");
  const holder = document.createElement("div");
  holder.append(clean);
  return holder.innerHTML;
}
