/**
 * The page's entry: one session, one tree of components, `window.strata`. The shell is on the screen before the session starts,
 * and the session's own order (service worker, engine, database) is in `session.start`.
 */
import "./ui/tokens.css";
import "./ui/base.css";
import { mount } from "svelte";
import { openStore } from "../store/store.ts";
import { connectWorker } from "../worker/client.ts";
import App from "./App.svelte";
import { registerOffline } from "./offline.ts";
import { painted } from "./painted.ts";
import { createPageApi } from "./session/page-api.ts";
import { Session } from "./session/session.svelte.ts";

const session = new Session(
  {
    connect: connectWorker,
    openStore,
    registerOffline,
    painted,
    async readOutline() {
      // With what places its nodes, so that the picture stands in the frame after.
      const [{ bundledOutline }] = await Promise.all([
        import("./session/bundled-outline.ts"),
        import("../worker/layout/layered-layout.ts"),
      ]);
      return bundledOutline();
    },
  },
  {
    tier: new URLSearchParams(location.search).get("tier"),
    dataUrl: new URL("data/", document.baseURI).href,
  },
);

window.strata = createPageApi(session);
addEventListener("pagehide", () => session.keepDrafts());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") session.keepDrafts();
});

const target = document.getElementById("app");
if (target) {
  target.replaceChildren();
  mount(App, { target, props: { session } });
}

await session.start();
await import("./ui/code-font.css");
