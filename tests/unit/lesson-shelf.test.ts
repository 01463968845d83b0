/** The shelf of lesson packs: kept on this device, replaced by a newer version, told apart from others, removed and brought back. */
import { describe, expect, test } from "vitest";
import { PackShelf, type ShelfSession } from "../../src/app/learn/packs/pack-shelf.svelte.ts";
import { Verification } from "../../src/app/learn/packs/verification.svelte.ts";
import { diagnostic, fail, succeed } from "../../src/engine/core/errors.ts";
import type { Manifest } from "../../src/engine/core/manifest.ts";
import type { Lesson } from "../../src/lessons/pack.ts";
import { createMemoryRecords } from "../../src/store/memory-records.ts";
import { createStore } from "../../src/store/store.ts";
import { openPack } from "../../src/worker/lessons/packs-desk.ts";
import type { WorkbenchApi } from "../../src/worker/protocol.ts";
import { contentFiles } from "../lessons/content-files.ts";

const template = contentFiles("src/lessons/template");
const manifest = { project_name: "strata", macros: new Map() } as unknown as Manifest;

/** A page with a store of its own, whose worker answers what a test gives it besides the reading of packs. */
function page(api: Partial<Record<keyof WorkbenchApi, unknown>> = {}) {
  const store = createStore(createMemoryRecords(), null);
  const worker = { packOpen: (input: never) => openPack(input, { manifest }), ...api } as never;
  const said: string[] = [];
  const session = {
    store: Promise.resolve(store),
    ask: (call: (given: never) => unknown) => call(worker),
    askRows: (call: (given: never) => unknown) => call(worker),
    cancel: () => Promise.resolve(),
    announce: (text: string) => said.push(text),
  } as unknown as ShelfSession;
  return { session, said, shelf: new PackShelf(session) };
}

function pack(replace: readonly (readonly [string, string])[] = [], name = "mine") {
  const files = template.map(({ path, text }) => ({
    path: `${name}/${path}`,
    content: new Blob([replace.reduce((one, [from, to]) => one.replaceAll(from, to), text)]),
  }));
  return { kind: "folder" as const, name, files };
}

const titles = (shelf: PackShelf): string[] => shelf.packs.map(({ kept }) => `${kept.title} ${kept.version}`);

describe("a pack on the shelf", () => {
  test("is there after a reload, with addresses of its own, and is found by id and by its folder's name", async () => {
    const { session, shelf } = page();
    expect(await shelf.take(pack(), true)).toEqual({ kind: "taken", title: "Night market", replaced: null });
    const again = new PackShelf(session);
    await again.load();
    expect(titles(again)).toEqual(["Night market 1.0.0"]);
    expect(again.packs[0]?.pack.modules[0]?.slug).toBe("night-market.first-steps");
    for (const [module, lesson] of [
      ["night-market.first-steps", "who-has-places"],
      ["first-steps", "who-has-places"],
      ["night-market-1", "night-market-1.01"],
    ] as const)
      expect(again.lessonAt(module, lesson)?.files?.length).toBe(template.length);
    expect(again.lessonAt("first-steps", "other")).toBeNull();
  });

  test("is replaced by another version of it, and stays when that one is refused", async () => {
    const { shelf } = page();
    await shelf.take(pack(), true);
    expect(await shelf.take(pack([["1.0.0", "1.1.0"]]), true)).toMatchObject({ kind: "taken", replaced: "1.0.0" });
    expect(titles(shelf)).toEqual(["Night market 1.1.0"]);
    expect(await shelf.take(pack([["type: mcq", "type: riddle"]]), true)).toEqual({ kind: "refused" });
    expect([titles(shelf), shelf.refused?.problems[0]?.code]).toEqual([["Night market 1.1.0"], "L001"]);
  });

  test("may not have ids of another pack on it", async () => {
    const { shelf } = page();
    await shelf.take(pack(), true);
    expect(await shelf.take(pack([["id: night-market #", "id: other #"]], "theirs"), true)).toEqual({
      kind: "refused",
    });
    expect(shelf.refused?.problems[0]?.message).toBe(
      'The id "night-market-1" in "01-first-steps/module.yml" is taken: the pack "Night market" has it in "01-first-steps/module.yml".',
    );
    expect(titles(shelf)).toEqual(["Night market 1.0.0"]);
  });

  test("can be removed for good and brought back", async () => {
    const { session, shelf } = page();
    await shelf.take(pack(), true);
    const kept = shelf.packs[0]!.kept;
    await shelf.remove("night-market");
    const after = new PackShelf(session);
    await after.load();
    expect([titles(shelf), titles(after)]).toEqual([[], []]);
    await shelf.bringBack(kept);
    expect(titles(shelf)).toEqual(["Night market 1.0.0"]);
  });

  test("leaves what is no pack to others, unless somebody said that it is one", async () => {
    const { shelf } = page();
    const other = {
      kind: "folder" as const,
      name: "x",
      files: [{ path: "x/dbt_project.yml", content: new Blob(["name: x"]) }],
    };
    expect(await shelf.take(other, false)).toEqual({ kind: "no pack" });
    expect(await shelf.take(other, true)).toEqual({ kind: "refused" });
    expect(shelf.refused?.problems[0]?.message).toContain('no "pack.yml" in "x"');
  });

  test("keeps what its proof said until another version comes", async () => {
    const { session, said, shelf } = page({
      lessonBuild: () => Promise.resolve(succeed(true)),
      lessonVerify: (_: unknown, files: readonly unknown[]) =>
        Promise.resolve(succeed({ proven: Array(files.length).fill("it holds"), diagnostics: [] })),
    });
    await shelf.take(pack(), true);
    await shelf.prove("night-market");
    expect(said.at(-1)).toBe(`${String(template.length)} statements proven, all hold`);
    const again = new PackShelf(session);
    await again.load();
    expect(again.packs[0]?.kept.proof).toEqual({ proven: template.length, broken: 0 });
    await shelf.take(pack([["1.0.0", "1.1.0"]]), true);
    expect(shelf.packs[0]?.kept.proof).toBeNull();
  });
});

describe("a proof", () => {
  const lesson = (id: string) => ({ id, title: id, uses: [] }) as unknown as Lesson;
  const broken = diagnostic("L001", "The pack lacks something.", { hint: "Add it." });

  test("goes lesson by lesson, and says once what the whole pack has wrong", async () => {
    const seen: string[] = [];
    const { session } = page({
      lessonVerify: ([id]: readonly string[]) => {
        seen.push(`${String(proof.at)} of ${String(proof.total)}: ${id ?? ""}`);
        return Promise.resolve(succeed({ proven: ["one"], diagnostics: [broken] }));
      },
    });
    const proof = new Verification(session);
    expect(await proof.prove([lesson("a"), lesson("b")])).toEqual({ proven: 2, broken: 1, whole: true });
    expect(seen).toEqual(["0 of 2: a", "1 of 2: b"]);
  });

  test("can be stopped: what was not finished counts for nothing", async () => {
    const { session } = page({
      lessonVerify: () => {
        proof.stop();
        return Promise.resolve(fail(diagnostic("W005", "Cancelled.", { hint: "Run it again." })));
      },
    });
    const proof = new Verification(session);
    expect(await proof.prove([lesson("a"), lesson("b")])).toEqual({ proven: 0, broken: 0, whole: false });
    expect([proof.current, proof.ended]).toEqual([null, true]);
  });
});
