// @vitest-environment node
import { describe, expect, test, vi } from "vitest";

// What makes the HTML safe needs a browser's document; here only the Markdown and its facts are looked at.
vi.mock("dompurify", () => ({ default: { sanitize: (html: string) => html } }));
const { renderProse } = await import("../../src/app/learn/prose.ts");

const context = {
  facts: { customers: "60", odd: "<b>&" },
  factNames: new Set(["customers", "odd", "later"]),
  pendingTitle: "once the tables are there",
  modelHref: (name: string) => (name === "dim_accounts" ? "#/model/dim_accounts" : null),
};
const html = (markdown: string) => renderProse(markdown, context).trim();

describe("a lesson's text", () => {
  test("shows facts as they are known, and a mark where they are not yet", () => {
    expect(html("{{ customers }} of {{ later }}")).toBe(
      '<p><span class="fact">60</span> of <span class="fact pending" title="once the tables are there">…</span></p>',
    );
  });

  test("shows facts in code too, and leaves the project's own braces alone", () => {
    expect(html("```\n-- {{ customers }} rows\nselect * from {{ ref('a') }}\n```")).toBe(
      `<pre tabindex="0"><code>-- <span class="fact">60</span> rows\nselect * from {{ ref('a') }}</code></pre>`,
    );
    expect(html("`limit {{ customers }}`")).toBe('<p><code>limit <span class="fact">60</span></code></p>');
  });

  test("links the names of models, and takes a fact's text for text", () => {
    expect(html("`dim_accounts` {{ odd }}")).toBe(
      '<p><a href="#/model/dim_accounts"><code>dim_accounts</code></a> <span class="fact">&lt;b&gt;&amp;</span></p>',
    );
  });

  test("holds no HTML of its author but a key or a line break", () => {
    expect(
      html("<img src=x onerror='a()'>\n\n<script>a()</script>\n\nPress <kbd>Tab</kbd> <b onclick='a()'>now</b>"),
    ).toBe("<p>Press <kbd>Tab</kbd> now</p>");
  });
});
