import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadPack } from "../../src/lessons/load.ts";
import { lessonsOf } from "../../src/lessons/pack.ts";
import { checkWorkshop } from "../../src/lessons/workshop/workshop-check.ts";
import { readWorkshop } from "../../src/lessons/workshop/workshop-decode.ts";
import { withData, writeWorkshop } from "../../src/lessons/workshop/workshop-write.ts";
import { agendaOf, lessonIds, optionOf, type Workshop } from "../../src/lessons/workshop/workshop.ts";
import { paceOf, timerText, whatMayGo } from "../../src/app/workshop/agenda-clock.ts";
import { stepState } from "../../src/app/workshop/done.ts";
import { isReady, preflightReport, preflightRows, type PreflightFacts } from "../../src/app/workshop/preflight.ts";
import { projectorAction } from "../../src/app/workshop/projector-keys.ts";
import { slideOf } from "../../src/app/workshop/slides.ts";
import { StepTimer } from "../../src/app/workshop/step-timer.svelte.ts";
import {
  carriesWorkshop,
  choiceOf,
  isInUse,
  queryOf,
  readCarried,
  settingsOf,
  workshopHref,
} from "../../src/app/workshop/workshop-address.ts";
import type { LessonProgress } from "../../src/store/kept.ts";

const content = join(import.meta.dirname, "../../src/lessons/content");
const shelf = join(import.meta.dirname, "../../src/lessons/workshops");
const { pack } = loadPack(
  readdirSync(content, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(md|yml|sql|csv)$/.test(path))
    .map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(join(content, path), "utf8") })),
);
const builtIn = readdirSync(shelf).map((name) => ({ name, source: readFileSync(join(shelf, name), "utf8") }));

function read(source: string): Workshop {
  const outcome = readWorkshop(source, "a.yml");
  if (!outcome.ok) throw new Error(outcome.diagnostics.map(({ message }) => message).join("\n"));
  return outcome.value;
}

/** What is wrong with a text, each with the line that it points at. */
function faults(source: string): string[] {
  const outcome = readWorkshop(source, "a.yml");
  return outcome.ok
    ? []
    : outcome.diagnostics.map(
        ({ code, message, at, hint }) =>
          `${code} ${at === null ? "?" : String(source.slice(0, at.from).split("\n").length)} ${message} ${hint ?? "!"}`,
      );
}

const small = `id: small
title: Small
minutes: 30
data: {tier: tiny, seed: 7}
start: m3.02
choice:
  title: Which
  options: [{id: long, title: Long}, {id: short, title: Short}]
agenda:
  - {kind: prediction, title: Guess, minutes: 5, exercise: m3.06.boundary, text: [Look], late: Leave it out}
  - {kind: checkpoint, title: Then, checkpoint: A, lesson: m3.06}
  - {kind: exercise, title: Do, minutes: 20, exercise: m3.06.mrr, only: long}
  - {kind: talk, title: Say, minutes: 20, only: short}
  - {kind: break, title: Rest, minutes: 5}
`;

describe("the workshops that come with the page", () => {
  test.each(builtIn)("$name names lessons and exercises that exist, under every option", ({ source }) => {
    expect(checkWorkshop(read(source), pack)).toEqual([]);
  });

  test("are one of 90 minutes and one of half a day, whose steps add up", () => {
    const sums = builtIn.map(({ source }) => {
      const workshop = read(source);
      const options = workshop.choice?.options.map(({ id }) => id) ?? [null];
      return options.map((option) => agendaOf(workshop, option).at(-1)?.to);
    });
    expect(sums).toEqual([[240, 240], [90]]);
  });

  test("let the room choose attribution or devices, guess before it computes, and hunt mutants", () => {
    const half = read(builtIn[0]?.source ?? "");
    expect(lessonIds(half, "attribution")).toEqual(expect.arrayContaining(["m5.03", "m5.05", "m5.07", "m3.09"]));
    expect(lessonIds(half, "iot")).toEqual(expect.arrayContaining(["m4.02", "m4.03", "m4.04", "m3.09"]));
    expect(lessonIds(half, "iot").some((id) => id.startsWith("m5"))).toBe(false);
    for (const { source } of builtIn)
      expect(read(source).agenda.filter(({ kind }) => kind === "prediction").length).toBeGreaterThanOrEqual(4);
  });
});

describe("a workshop file", () => {
  test("is read with the times of what takes place", () => {
    const workshop = read(small);
    expect(agendaOf(workshop, "short").map(({ step, number, from, to }) => [step.title, number, from, to])).toEqual([
      ["Guess", 1, 0, 5],
      ["Then", 2, 5, 5],
      ["Say", 3, 5, 25],
      ["Rest", 4, 25, 30],
    ]);
    expect(optionOf(workshop, "no such")).toBe("long");
    expect(workshop.agenda[0]?.lesson).toBe("m3.06");
  });

  test.each([
    [
      "minutes that do not add up",
      small.replace("minutes: 30", "minutes: 40"),
      /^L001 3 .*40 minutes.*take 30.*minutes: 30/,
    ],
    ["an unknown key", small.replace("start:", "strat:"), /^L001 5 .*"strat"/],
    ["a kind that does not exist", small.replace("kind: talk", "kind: game"), /^L001 13 .*"game".*talk, lesson/],
    ["an exercise that is not named", small.replace(" exercise: m3.06.mrr,", ""), /^L001 12 .*"exercise" is missing/],
    [
      "two checkpoints of one letter",
      small.replace(
        "kind: break, title: Rest, minutes: 5",
        "kind: checkpoint, minutes: 5, title: Rest, checkpoint: A, lesson: m3.06",
      ),
      /two checkpoints "A"/,
    ],
    ["an option that does not exist", small.replace("only: short", "only: odd"), /no option "odd".*long, short/],
    ["an id that is no address", small.replace("id: small", "id: ../x"), /^L001 1 .*no id/],
    ["a seed that is no number", small.replace("seed: 7", "seed: -7"), /^L001 4 .*whole number/],
    ["something else", "- a list", /L001/],
    ["a text without end", `${small}# ${"x".repeat(100_001)}`, /at most 100000/],
  ])("with %s is refused with place and way out", (_, source, told) => {
    expect(faults(source).some((fault) => told.test(fault))).toBe(true);
  });

  test("is held against the lessons that are here", () => {
    const told = (source: string) => checkWorkshop(read(source), pack).map(({ message }) => message)[0];
    expect(told(small)).toBeUndefined();
    expect(told(small.replace("lesson: m3.06", "lesson: m3.66"))).toMatch(/no lesson "m3.66" \(step 2\)/);
    expect(told(small.replace("m3.06.mrr", "m3.06.mrx"))).toMatch(/no exercise "m3.06.mrx"/);
    expect(told(small.replace("kind: prediction", "kind: exercise"))).toMatch(/"m3.06.boundary" is a prediction/);
    expect(told(small.replace("id: small", "id: small\npack: other"))).toMatch(/pack "other"/);
  });

  test("that is made from some lessons can be read, fits, and has a checkpoint before each further lesson", () => {
    const lessons = ["m3.06", "m0.01", "m5.03"];
    const plan = { title: "Für Übermut!", lessons, data: { tier: "tiny", seed: 9 }, breakMinutes: 15 };
    const workshop = read(writeWorkshop(plan, pack, new Set(["fur-ubermut"])));
    expect(checkWorkshop(workshop, pack)).toEqual([]);
    expect(workshop).toMatchObject({ start: "m0.01", data: { tier: "tiny", seed: 9 } });
    expect(workshop.id).not.toBe("fur-ubermut");
    expect(workshop.agenda.filter(({ kind }) => kind === "checkpoint").map(({ lesson }) => lesson)).toEqual([
      "m3.06",
      "m5.03",
    ]);
    const sum = lessonsOf(pack).reduce((all, { id, minutes }) => all + (lessons.includes(id) ? minutes : 0), 15);
    expect(workshop.minutes).toBe(sum);
  });

  test("as the guide shows it fits to the lessons that are here", () => {
    const guide = readFileSync(join(import.meta.dirname, "../../docs/run-a-workshop.md"), "utf8");
    const shown = /```yaml\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";
    expect(faults(shown)).toEqual([]);
    expect(checkWorkshop(read(shown), pack)).toEqual([]);
  });

  test("keeps its comments when it is saved with other data", () => {
    const { source } = builtIn[1] ?? { source: "" };
    const copy = withData(source, { id: "mine", data: { tier: "tiny", seed: 3 } });
    expect(copy).toContain("# 90 minutes");
    expect(read(copy)).toEqual({ ...read(source), id: "mine", data: { tier: "tiny", seed: 3 } });
  });
});

describe("one address", () => {
  const workshop = read(small);

  test("holds choice, tier and seed of a workshop, and nothing that makes no sense", () => {
    const settings = { option: "short", data: { tier: "large", seed: 5 } };
    const address = workshopHref({ workshop, source: small, own: false }, settings) ?? "";
    expect(address).toBe("#/workshop/small?choice=short&tier=large&seed=5");
    expect(settingsOf(workshop, new URLSearchParams(address.split("?")[1]))).toEqual(settings);
    expect(settingsOf(workshop, new URLSearchParams("choice=x&tier=huge&seed=1e9"))).toEqual({
      option: "long",
      data: { tier: "tiny", seed: 7 },
    });
    expect(queryOf(settings)).toEqual({ choice: "short", tier: "large", seed: 5 });
  });

  test("carries a workshop of one's own whole; one that is too long needs a file", () => {
    const own = { workshop, source: small, own: true };
    const address = workshopHref(own, settingsOf(workshop, new URLSearchParams())) ?? "";
    const [payload = ""] = (address.split("/").at(-1) ?? "").split("?");
    expect(carriesWorkshop(payload)).toBe(true);
    expect(carriesWorkshop("small")).toBe(false);
    expect(readCarried(payload)).toEqual({ ok: true, value: small });
    const noise = Array.from({ length: 9_000 }, (_, at) => ((at * 7_919) % 9_973).toString(36)).join(" ");
    expect(workshopHref({ ...own, source: noise }, settingsOf(workshop, new URLSearchParams()))).toBeNull();
  });

  test("that is cut off, newer or hostile is refused", () => {
    const code = (payload: string) => {
      const outcome = readCarried(payload);
      return outcome.ok ? "ok" : outcome.diagnostics[0]?.code;
    };
    const [payload = ""] = (
      workshopHref({ workshop, source: small, own: true }, settingsOf(workshop, new URLSearchParams())) ?? ""
    )
      .replace("#/workshop/", "")
      .split("?");
    expect([payload.slice(0, -9), `2${payload.slice(1)}`, "1.%%", "."].map(code)).toEqual([
      "S004",
      "S004",
      "S004",
      "S004",
    ]);
    expect(code(`1.${"A".repeat(70_000)}`)).not.toBe("ok");
  });

  test("says data by seed, and the shipped ones by none", () => {
    expect([choiceOf({ tier: "tiny", seed: 42 }), choiceOf({ tier: "tiny", seed: 7 })]).toEqual([{}, { seed: 7 }]);
    expect(isInUse({ tier: "tiny", seed: 42 }, "tiny", {})).toBe(true);
    expect(isInUse({ tier: "tiny", seed: 42 }, "tiny", { asOf: "2025-01-01" })).toBe(false);
    expect(isInUse({ tier: "tiny", seed: 42 }, "tiny", { seed: 7 })).toBe(false);
    expect(isInUse({ tier: "classroom", seed: 42 }, "tiny", {})).toBe(false);
  });
});

describe("in the room", () => {
  const agenda = agendaOf(read(small), "long");
  const minute = 60_000;

  test("the clock says how late a step is, and what may go", () => {
    expect(paceOf(agenda[0], null, 0)).toBeNull();
    expect(paceOf(agenda[0], 0, 4 * minute)).toEqual({ minute: 4, late: 0 });
    expect(paceOf(agenda[0], 0, 9 * minute)).toEqual({ minute: 9, late: 4 });
    expect(paceOf(agenda[3], 0, 9 * minute)).toEqual({ minute: 9, late: -16 });
    expect(whatMayGo(agenda, 1).map(({ step }) => step.late)).toEqual(["Leave it out"]);
    expect(whatMayGo(agenda, 2)).toEqual([]);
  });

  test("the time of a step runs out, stands while somebody asks, and goes on", () => {
    let now = 0;
    const timer = new StepTimer(() => now);
    const look = (at: number) => {
      now = at * minute;
      timer.tick();
      return timerText(timer.leftMs(0, 5));
    };
    expect(look(1)).toBe("4:00");
    timer.toggle();
    expect(look(3)).toBe("4:00");
    timer.toggle();
    expect([look(4), look(8.5)]).toEqual(["3:00", "−1:30"]);
  });

  test("a guess is revealed in four pieces after its texts: prompt, guesses, truth, why", () => {
    const slide = slideOf(agenda[0]?.step ?? never(), pack);
    expect(slide.parts.map(({ kind }) => kind)).toEqual(["text", "task", "guess", "truth", "because"]);
    expect(slideOf(agenda[1]?.step ?? never(), pack).parts.map(({ kind }) => kind)).toEqual(["jump"]);
    expect(slideOf(agenda[2]?.step ?? never(), pack).parts.map(({ kind }) => kind)).toEqual(["task"]);
  });

  test("the projector knows its keys and leaves those of browser and buttons alone", () => {
    const press = (key: string, more = {}) =>
      projectorAction({
        key,
        ctrlKey: false,
        metaKey: false,
        altKey: false,
        isComposing: false,
        target: null,
        ...more,
      });
    expect(["ArrowRight", " ", "ArrowLeft", "Home", "End", "?", "Escape", "N", "f"].map((key) => press(key))).toEqual([
      "forward",
      "forward",
      "back",
      "first",
      "last",
      "keys",
      "leave",
      "notes",
      "fullscreen",
    ]);
    expect([press("f", { ctrlKey: true }), press("x"), press("Tab")]).toEqual([null, null, null]);
  });

  test("what was done in any workspace of the workshop is done", () => {
    const lesson = lessonsOf(pack).find(({ id }) => id === "m3.06") ?? null;
    const kept: LessonProgress = {
      finished_at: null,
      updated_at: 1,
      exercises: { "m3.06.mrr": { draft: "select", hints: 0, solution_seen: false, solved_at: null } },
      answers: { "m3.06.boundary": { rows: 2 } },
    };
    const solved = { ...kept, exercises: { "m3.06.mrr": { draft: "", hints: 0, solution_seen: false, solved_at: 5 } } };
    const states = (...places: LessonProgress[]) =>
      agenda.map(({ step }) =>
        stepState(
          step,
          lesson,
          places.map((place) => new Map([["m3.06", place]])),
        ),
      );
    expect(states()).toEqual(["open", "none", "open", "none"]);
    expect(states(kept)).toEqual(["done", "none", "begun", "none"]);
    expect(states(kept, solved)).toEqual(["done", "none", "done", "none"]);
  });
});

describe("before the workshop", () => {
  const ready: PreflightFacts = {
    lacks: [],
    fileSystem: true,
    engine: "ready",
    engineVersion: "1.4.3",
    persistent: true,
    persisted: true,
    persistRefused: false,
    freeBytes: 9e9,
    offline: "available",
    storedFiles: [9, 9],
    dataName: "Tiny, seed 7",
    dataInUse: true,
    heldTables: 80,
    sourceTables: 80,
    loading: false,
    lessonTables: 12,
    missingTables: 0,
    building: false,
    refused: null,
    builtInMs: 48_000,
    product: "0.1.0",
    pack: "core 0.1.0",
    misfits: [],
  };
  const row = (change: Partial<PreflightFacts>, id: string) => {
    const found = preflightRows({ ...ready, ...change }).find((one) => one.id === id);
    return [found?.state, found?.action];
  };

  test("a machine with everything is ready, and one that lacks anything is not", () => {
    expect(isReady(preflightRows(ready))).toBe(true);
    expect(isReady(preflightRows({ ...ready, missingTables: 1 }))).toBe(false);
  });

  test.each([
    ["a browser without WebAssembly", { lacks: ["WebAssembly"] }, "browser", "cannot", null],
    ["a database that did not start", { engine: { failed: "No." } }, "browser", "cannot", "reload"],
    ["other data", { dataInUse: false }, "data", "needed", "data"],
    ["half of the tables", { heldTables: 40 }, "data", "needed", "data"],
    ["tables on their way", { loading: true }, "data", "busy", null],
    ["start states that are missing", { missingTables: 3 }, "tables", "needed", "tables"],
    ["another project", { refused: "Another project is open." }, "tables", "cannot", null],
    ["a page that is not stored yet", { offline: "preparing" }, "offline", "busy", null],
    ["a browser without a service worker", { offline: "unsupported" }, "offline", "cannot", null],
    ["a private window", { persistent: false }, "storage", "cannot", null],
    ["a full disk", { freeBytes: 1e6 }, "storage", "needed", null],
    ["storage that may be cleared", { persisted: false }, "storage", "needed", "persist"],
    ["a browser that refused to promise", { persisted: false, persistRefused: true }, "storage", "ok", null],
    ["lessons that are not here", { misfits: ["No lesson."] }, "versions", "cannot", null],
  ] as const)("%s: the line says so and what to do", (_, change, id, state, action) => {
    expect(row(change as Partial<PreflightFacts>, id)).toEqual([state, action]);
  });

  test("the report says each line in words", () => {
    const report = preflightReport("Small", preflightRows({ ...ready, missingTables: 3 }), "A browser 1.0");
    expect(report).toContain("“Small”");
    expect(report).toContain("[needs a hand] Start states: 3 of 12 tables");
    expect(report).toContain("[fine] Versions: Strata 0.1.0, lessons core 0.1.0, DuckDB 1.4.3.");
    expect(report.split("\n").at(-1)).toBe("A browser 1.0");
  });
});

function never(): never {
  throw new Error("There is no such step.");
}
