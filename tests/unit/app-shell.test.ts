import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Preferences } from "../../src/app/settings/preferences.svelte.ts";
import { NOT_IN_PAGE, PACKAGES, VERSION } from "../../src/app/settings/packages.ts";
import { KEY_LIST } from "../../src/app/shell/key-list.ts";
import { factsOf, surfaceNames } from "../../src/app/surfaces.ts";
import { keyText } from "../../src/app/shell/key-text.ts";
import { handleKey, type KeyActions } from "../../src/app/shell/keys.ts";
import { paletteEntries } from "../../src/app/shell/palette.ts";
import { addRecent } from "../../src/app/shell/recent.ts";
import { placeCard } from "../../src/app/tour/place-card.ts";
import { tourStops } from "../../src/app/tour/tour-steps.ts";
import { manifestOf } from "./app-project.ts";

const root = join(import.meta.dirname, "../..");
const shop = manifestOf(
  "app.orders > staging/stg_orders > entities/entity_customers",
  "staging/stg_users > entities/entity_customers",
);

describe("keys", () => {
  /** Presses a key as it is written in the list; answers what the page does with it. */
  function press(keys: string): string | null {
    let done: string | null = null;
    const note = (name: string) => () => void (done = name);
    const actions: KeyActions = {
      palette: note("palette"),
      filter: note("filter"),
      help: note("help"),
      save: note("save"),
      nextPane: (back) => void (done = back ? "pane before" : "next pane"),
    };
    const parts = keys.split(" ");
    const key = parts.at(-1) ?? "";
    const event = {
      key: key.length === 1 ? key.toLowerCase() : key,
      ctrlKey: parts.includes("Ctrl"),
      shiftKey: parts.includes("Shift"),
      altKey: false,
      metaKey: false,
      defaultPrevented: false,
      isComposing: false,
      target: null,
      preventDefault: () => undefined,
    };
    handleKey(event as unknown as KeyboardEvent, actions);
    return done;
  }

  test("each that is listed for everywhere does something, but for Escape, which is the browser's", () => {
    globalThis.HTMLElement ??= class {} as typeof HTMLElement;
    const listed = KEY_LIST.page.flatMap(({ keys }) => keys.split(" or "));
    const done = listed.filter((keys) => keys !== "Escape").map((keys) => [keys, press(keys)]);
    expect(done).toEqual([
      ["Ctrl K", "palette"],
      ["/", "filter"],
      ["t", "filter"],
      ["Ctrl S", "save"],
      ["F6", "next pane"],
      ["Shift F6", "pane before"],
      ["?", "help"],
    ]);
  });

  test("are written as the device writes them", () => {
    expect(keyText("Ctrl Shift Enter", true)).toBe("⌘ ⇧ Enter");
    expect(keyText("Ctrl Shift Enter", false)).toBe("Ctrl Shift Enter");
  });
});

describe("the palette", () => {
  const scope = {
    recent: [{ address: "#/docs", title: "Docs" }],
    lessons: [{ module: "scd", lesson: "time", name: "Versions in time" }],
    files: ["models/staging/stg_orders.sql", "macros/money.sql"],
  };
  const kinds = (text: string) => paletteEntries(text, shop, null, scope).map((entry) => entry.kind);

  test("finds each page by what it is called", () => {
    const places = surfaceNames().filter((surface) => factsOf(surface).finds !== undefined && surface !== "projects");
    for (const surface of places)
      expect(paletteEntries(factsOf(surface).title, shop, null, scope), surface).toContainEqual({
        kind: "surface",
        surface,
      });
  });

  test("offers commands, recent places, pages and actions before anything is typed", () =>
    expect(new Set(kinds(""))).toEqual(new Set(["command", "recent", "surface", "action"])));
  test("finds lessons, files, settings and actions by their words", () => {
    expect(kinds("versions in")).toEqual(["lesson"]);
    expect(kinds("money.sql")).toEqual(["file"]);
    expect(paletteEntries("settings", shop, null, scope)).toContainEqual({ kind: "surface", surface: "settings" });
    expect(paletteEntries("shortcuts", shop, null, scope)).toContainEqual({ kind: "action", action: "keys" });
    expect(paletteEntries("reset", shop, null, scope)[0]).toEqual({ kind: "action", action: "start-over" });
  });
  test("an exact name stands before one that only holds the text", () => {
    const names = paletteEntries("stg_orders", shop, null).flatMap((entry) =>
      entry.kind === "model" ? [entry.name] : [],
    );
    expect(names[0]).toBe("stg_orders");
  });
  test("offers to cancel only while something runs", () => {
    expect(paletteEntries("cancel", shop, null)).toEqual([]);
    expect(paletteEntries("cancel", shop, null, { running: true })).toEqual([{ kind: "action", action: "cancel" }]);
  });
  test("a recent place stands once, whatever was chosen in it", () =>
    expect(addRecent([{ address: "#/docs?q=a", title: "Docs" }], { address: "#/docs?q=b", title: "Docs" })).toEqual([
      { address: "#/docs?q=b", title: "Docs" },
    ]));
});

describe("settings", () => {
  const storage = (kept: string | null) => {
    let text = kept;
    return () => ({ getItem: () => text, setItem: (_: string, value: string) => void (text = value) });
  };

  test("are remembered", () => {
    const place = storage(null);
    new Preferences(place).set({ live: true, liveSeconds: 5, textSize: "projector" });
    const again = new Preferences(place);
    expect([again.live, again.liveSeconds, again.textSize, again.suggest]).toEqual([true, 5, "projector", true]);
  });
  test("of a wrong form count as not given, the others stand", () => {
    const kept = new Preferences(storage('{"live": "yes", "liveSeconds": 7000, "textSize": "huge", "wrapCode": true}'));
    expect([kept.live, kept.liveSeconds, kept.textSize, kept.wrapCode]).toEqual([false, 10, "normal", true]);
    expect(new Preferences(storage("{")).suggest).toBe(true);
  });

  test("tell version, packages and licences as they are installed", () => {
    const read = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8")) as Record<string, unknown>;
    const page = read("package.json");
    expect(VERSION).toBe(page["version"]);
    const names = Object.keys(page["dependencies"] as object).filter((name) => !NOT_IN_PAGE.includes(name));
    expect(PACKAGES.map(({ name }) => name)).toEqual(names);
    for (const { name, licence } of PACKAGES)
      expect(String(read(`node_modules/${name}/package.json`)["license"]).replace(/[()]/g, ""), name).toBe(licence);
  });
});

describe("the tour", () => {
  test("has at most five stops, and none about a model where there is none", () => {
    expect(tourStops(shop).map((stop) => stop.name)).toEqual(["layers", "sql", "rows", "commands", "learn"]);
    expect(tourStops(null).map((stop) => stop.name)).toEqual(["layers", "commands", "learn"]);
  });
  test("its card stands beside what it points at, and never off the screen", () => {
    const card = { width: 340, height: 180 };
    const screen = { width: 1440, height: 900 };
    expect(placeCard({ left: 100, top: 40, width: 80, height: 30 }, card, screen)).toEqual({ left: 100, top: 82 });
    for (const target of [
      null,
      { left: 0, top: 0, width: 1440, height: 900 },
      { left: 1400, top: 880, width: 40, height: 20 },
    ])
      for (const size of [screen, { width: 390, height: 844 }]) {
        const { left, top } = placeCard(target, card, size);
        expect([left >= 0, top >= 0, left + card.width <= size.width, top + card.height <= size.height]).toEqual([
          true,
          true,
          true,
          true,
        ]);
      }
  });
});
