import type { Page, Worker } from "@playwright/test";
import { expect, openReady, test } from "./site.ts";

test("the policy binds the page, the engine worker and the DuckDB worker", async ({ page, site, watch }) => {
  watch.allow(/Content Security Policy|Refused to|127\.0\.0\.1:9/);
  await openReady(page, site);

  // Asked of the page itself: what a worker is allowed is part of how it was started.
  await expect.poll(() => page.workers().length).toBeGreaterThanOrEqual(2);
  for (const place of [page, ...page.workers()]) {
    expect(await textAsCode(place), `eval in ${place.url()}`).toBe("EvalError");
    expect(await otherOrigin(place), `another origin from ${place.url()}`).toBe("connect-src");
    expect(place === page || place.url().startsWith("blob:"), `${place.url()} was started from a blob`).toBe(true);
  }
});

/** Tried in a task of its own: code that a debugger evaluates may use eval whatever the policy says. */
function textAsCode(place: Page | Worker): Promise<string> {
  const attempt = () =>
    new Promise<string>((done) => {
      setTimeout(() => {
        try {
          // eslint-disable-next-line no-eval -- this is what must be refused
          (0, globalThis.eval)("1 + 1");
          done("allowed");
        } catch (error) {
          done((error as Error).name);
        }
      });
    });
  return "workers" in place ? place.evaluate(attempt) : place.evaluate(attempt);
}

function otherOrigin(place: Page | Worker): Promise<string> {
  const attempt = () =>
    new Promise<string>((done) => {
      const listen = (event: Event) => done((event as SecurityPolicyViolationEvent).effectiveDirective);
      (typeof document === "undefined" ? globalThis : document).addEventListener("securitypolicyviolation", listen, {
        once: true,
      });
      fetch("http://127.0.0.1:9/").then(
        () => done("allowed"),
        () => setTimeout(() => done("failed without the policy's word"), 2_000),
      );
    });
  return "workers" in place ? place.evaluate(attempt) : place.evaluate(attempt);
}
