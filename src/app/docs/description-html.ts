/** A description's Markdown -> safe HTML. Descriptions may come from a stranger's project: no pictures, no links that leave the page. */
import DOMPurify from "dompurify";
import { Marked } from "marked";

const ALLOWED = "p em strong code pre ul ol li a h3 h4 blockquote br table thead tbody tr th td del".split(" ");

export function descriptionHtml(markdown: string): string {
  const marked = new Marked({ gfm: true, breaks: false, renderer: { image: ({ text }) => escapeHtml(text) } });
  const html = marked.parse(markdown, { async: false });
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: ALLOWED,
    ALLOWED_ATTR: ["href"],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^#/,
  }).replaceAll("<pre>", '<pre tabindex="0">');
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
