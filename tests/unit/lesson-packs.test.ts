/** Lesson packs from outside: the template is taken in; each way to do harm is refused, with a code, the place and a way out. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { lessonsCommand } from "../../src/cli/lessons.ts";
import { PACK_LIMITS } from "../../src/archive/read-pack.ts";
import type { ProjectInput } from "../../src/archive/read-project.ts";
import type { Outcome } from "../../src/engine/core/errors.ts";
import type { Manifest } from "../../src/engine/core/manifest.ts";
import { openPack } from "../../src/worker/lessons/packs-desk.ts";
import type { OpenedPack } from "../../src/worker/protocol.ts";
import { contentFiles } from "../lessons/content-files.ts";
import { blobOf, type Lie } from "./archive-zips.ts";

const LESSON = "01-first-steps/01-who-has-places";
const template = Object.fromEntries(contentFiles("src/lessons/template").map(({ path, text }) => [path, text]));
const manifest = {
  project_name: "strata",
  macros: new Map([["macro.strata.dedupe", { name: "dedupe", package_name: "strata" }]]),
};
const engine = { manifest: manifest as unknown as Manifest };

const open = (input: ProjectInput): Promise<Outcome<OpenedPack | null>> => openPack(input, engine);

function folder(change: Readonly<Record<string, string | null>> = {}): ProjectInput {
  const files = Object.entries({ ...template, ...change }).flatMap(([path, text]) =>
    text === null ? [] : [{ path: `mine/${path}`, content: new Blob([text]) }],
  );
  return { kind: "folder", name: "mine", files };
}

const zip = (...files: Lie[]): ProjectInput => ({ kind: "zip", name: "mine.zip", content: blobOf(files) });
const all = (): Lie[] => Object.entries(template).map(([path, text]) => ({ path, text }));

/** The refusal: each finding with its code and place, and a sentence that says the way out. */
async function refusal(input: ProjectInput): Promise<string> {
  const opened = await open(input);
  if (opened.ok) return opened.value === null ? "no pack" : "taken";
  for (const { message, hint } of opened.diagnostics)
    expect([message.length > 20, typeof hint === "string" && hint.length > 10]).toEqual([true, true]);
  return opened.diagnostics.map(({ code, message, at }) => `${code} ${at?.path ?? "-"}: ${message}`).join("\n");
}

describe("a lesson pack", () => {
  test("is taken in from a folder and from a zip, without what belongs to no lesson", async () => {
    for (const input of [
      folder({ "picture.png": "x", ".git/config": "x" }),
      zip(...all(), { path: "picture.png", text: "x" }, { path: ".git/config", text: "x" }),
    ]) {
      const opened = await open(input);
      if (!opened.ok || opened.value === null) throw new Error("refused");
      const { id, title, lessons, leftOut, files } = opened.value;
      expect([id, title, lessons, leftOut]).toEqual(["night-market", "Night market", 1, 2]);
      expect(files.map((file) => file.path)).toContain(`${LESSON}/checks/c-count.yml`);
    }
  });

  test("is no pack without a pack.yml, or below a dbt project that lies nearer to the top", async () => {
    expect(await refusal(folder({ "pack.yml": null }))).toBe("no pack");
    expect(await refusal(folder({ "dbt_project.yml": "name: shop" }))).toBe("no pack");
    expect(await refusal(zip({ path: "a.txt", text: "a" }))).toBe("no pack");
  });

  test("names every fault at once, with the file that it stands in", async () => {
    const found = await refusal(
      folder({ [`${LESSON}/checks/a-guess.yml`]: "type: riddle", [`${LESSON}/anti/inner.sql`]: "select 1" }),
    );
    expect(found).toMatch(/^L001 .*a-guess\.yml: .*riddle/m);
    expect(found).toMatch(/^L001 .*c-count\.yml: .*anti\/inner\.sql.* has no "code"/m);
  });
});

test("the command line writes the same template, never over what somebody wrote", async () => {
  const parent = await mkdtemp(join(tmpdir(), "strata-pack-"));
  const told = vi.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    expect(await lessonsCommand(["new", "mine"], parent)).toBe(0);
    const written = contentFiles(join(parent, "mine"));
    expect(Object.fromEntries(written.map(({ path, text }) => [path, text]))).toEqual(template);
    await expect(lessonsCommand(["new", "mine"], parent)).rejects.toThrow('The folder "mine" is not empty.');
  } finally {
    told.mockRestore();
    await rm(parent, { recursive: true });
  }
});

describe("ids", () => {
  test("that stand twice in a pack are refused with both places", async () => {
    const twice = template[`${LESSON}/checks/b-join.yml`]?.replace("night-market-1.01.join", "night-market-1.01.guess");
    const found = await refusal(folder({ [`${LESSON}/checks/b-join.yml`]: twice ?? "" }));
    expect(found).toMatch(
      /"night-market-1\.01\.guess" is used twice in the pack: in ".*a-guess\.yml" and in ".*b-join\.yml"/,
    );
  });

  test("that the page's own lessons have are refused with both places", async () => {
    const taken = template["01-first-steps/module.yml"]?.replace("id: night-market-1", "id: m2");
    expect(await refusal(folder({ "01-first-steps/module.yml": taken ?? "" }))).toMatch(
      /L001 01-first-steps\/module\.yml: The id "m2" in "01-first-steps\/module\.yml" is taken: .* has it in "02-entity-centric-modelling\/module\.yml"/,
    );
    expect(await refusal(folder({ "pack.yml": "id: core\nversion: 1.0.0\ntitle: Mine" }))).toMatch(
      /The pack's id "core" is that of/,
    );
  });
});

describe("archives that mean harm", () => {
  test.each<[string, Lie[], RegExp]>([
    ["a path that leaves the folder", [{ path: "../../evil.sql", text: "x" }], /^S005 .*leads out of its folder/],
    ["a path from the root of a disk", [{ path: "/etc/x.sql", text: "x" }], /^S005 .*starts at the root/],
    ["one path twice", [{ path: "pack.yml", text: "id: other" }], /^S005 .*stands twice/],
    ["a bomb", [{ path: "a.sql", text: " ".repeat(450_000) }], /^S005 .*zip bomb/],
    [
      "a file that is longer than it says",
      [{ path: "a.sql", text: "x".repeat(5000), claims: { bytes: 10 } }],
      /^S005 .*holds more/,
    ],
    ["a text that is none", [{ path: "a.sql", bytes: new Uint8Array([0xff, 0xfe, 0x00]) }], /^S007 .*UTF-8/],
    ["a long file", [{ path: "a.csv", bytes: noise(PACK_LIMITS.fileBytes + 1) }], /^S006 .*a\.csv/],
  ])("%s is refused as a whole", async (_, files, told) => {
    expect(await refusal(zip(...all(), ...files))).toMatch(told);
  });

  test("too many files are refused by their number, and too much text by its size", async () => {
    const many = Object.fromEntries(Array.from({ length: PACK_LIMITS.files + 1 }, (_, at) => [`x/${at}.md`, "x"]));
    expect(await refusal(folder(many))).toMatch(/^S006 .*2\d\d\d files/);
    const large = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`x/${at}.md`, "x".repeat(450_000)]));
    expect(await refusal(folder(large))).toMatch(/^S006 .*The pack has/);
  });
});

describe("YAML that means harm", () => {
  test("aliases that unfold without end are refused", async () => {
    const levels = Array.from(
      { length: 12 },
      (_, at) => `l${at + 1}: &l${at + 1} [${Array(12).fill(`*l${at}`).join(", ")}]`,
    );
    const bomb = ["l0: &l0 [x, x]", ...levels, "title: *l12"].join("\n");
    expect(await refusal(folder({ "pack.yml": `id: mine\nversion: 1.0.0\n${bomb}` }))).toMatch(/P001 pack\.yml: /);
  });

  test("nesting without end is refused, not a crash", async () => {
    const deep = `id: mine\nversion: 1.0.0\ntitle: ${"[".repeat(6000)}${"]".repeat(6000)}`;
    expect(await refusal(folder({ "pack.yml": deep }))).toMatch(/^(?:P001|L001) /);
  });

  test("names that every object has are no interactives, and no ids", async () => {
    const lesson = `${template[`${LESSON}/lesson.yml`] ?? ""}plays: [{id: p, interactive: constructor, title: T, queries: {}}]\n`;
    expect(await refusal(folder({ [`${LESSON}/lesson.yml`]: lesson }))).toMatch(/wants the interactive "constructor"/);
    expect(await refusal(folder({ "pack.yml": "id: __proto__\nversion: 1.0.0\ntitle: T" }))).toMatch(
      /id "__proto__" cannot be used/,
    );
  });

  test("a pattern that never ends is refused", async () => {
    const check = [
      "type: new\nid: night-market-1.01.made\ntitle: T\ntask: T\nmodel: made\nfolder: models\nstart: start/places.sql",
      'solution: solution/places.sql\nhints: [a, b, "____"]\nanti: [anti/inner.sql, anti/count_rows.sql, anti/by_name.sql]',
      "contract: {grain: one row for each x, key: [x], columns: [x]}\nvariants: [visible]",
      'project: {columns_named: "^(a+)+$"}',
    ].join("\n");
    const text = `${template[`${LESSON}/lesson.md`] ?? ""}\n::exercise night-market-1.01.made\n`;
    expect(await refusal(folder({ [`${LESSON}/checks/d.yml`]: check, [`${LESSON}/lesson.md`]: text }))).toMatch(
      /The pattern of the columns/,
    );
  });
});

describe("SQL that means harm", () => {
  const fact = (sql: string): ProjectInput =>
    folder({
      [`${LESSON}/lesson.yml`]: (template[`${LESSON}/lesson.yml`] ?? "").replace(
        /customers: .*/,
        `customers: ${JSON.stringify(sql)}`,
      ),
    });

  test.each([
    ["attach 'https://example.org/x.db'", "attach"],
    ["copy (select 1) to 'out.csv'", "copy"],
    ["install httpfs", "install"],
    ["pragma version", "pragma"],
    ["select 1; drop table stg_shops", "more than one statement"],
    ["with a as (select 1) insert into b select * from a", "insert"],
    ["select * from read_csv('/etc/passwd')", "read_csv"],
    ["select content from read_text('/etc/passwd')", "read_text"],
    ["select * from 'https://example.org/x.parquet'", "reads the file"],
    [`select * from "/etc/passwd.csv"`, "reads the file"],
    ["select * from query('select 1')", "query"],
    ["select getenv('HOME')", "getenv"],
    ["{% do run_query('drop table x') %} select 1", 'tag "do"'],
    ["select {{ run_query('drop table x') }}", "run_query"],
    ["{% set q = context['run_' ~ 'query'] %} select 1", "context"],
    ["{% call statement('x') %}drop table x{% endcall %} select 1", "drop"],
    ["select {{ adapter.execute('drop table x') }}", "adapter"],
    ["select {{ drop_relation_if_exists(this) }}", "drop_relation_if_exists"],
    ["select {{ ref.__globals__ }}", "__globals__"],
  ])("%s is refused, with the lesson's place", async (sql, why) => {
    const found = await refusal(fact(sql));
    expect(found).toMatch(
      new RegExp(`^L001 ${LESSON}/lesson\\.yml: The fact "customers" of lesson "night-market-1\\.01" may not run: `),
    );
    expect(found).toContain(why);
  });

  test("a fact that only reads is taken, whatever its columns are called", async () => {
    for (const sql of [
      "select count(*) from {{ ref('stg_app_database__accounts') }}",
      "{% set day = var('as_of_date') %}select count(*) as copy from {{ ref('a') }} where copy > '{{ day }}'",
      "select {{ dedupe('id') }} from {{ source('app_database', 'accounts') }}",
    ])
      expect(await refusal(fact(sql)), sql).toBe("taken");
  });

  test("hooks, hidden data sets and start files are looked at too", async () => {
    const solution = `{{ config(pre_hook="drop table x") }}\n${template[`${LESSON}/solution/places.sql`] ?? ""}`;
    expect(await refusal(folder({ [`${LESSON}/solution/places.sql`]: solution }))).toMatch(
      /c-count\.yml: The solution .*pre_hook/,
    );
    const edges = `${template[`${LESSON}/variants/edges.sql`] ?? ""}\n-- relation: x\nselect * from glob('/**')`;
    expect(await refusal(folder({ [`${LESSON}/variants/edges.sql`]: edges }))).toMatch(/The data set .*glob/);
    expect(await refusal(folder({ [`${LESSON}/start/project/profiles.yml`]: "x: 1" }))).toMatch(
      /starts with the file "profiles\.yml"/,
    );
    expect(
      await refusal(
        folder({
          [`${LESSON}/start/project/macros/x.sql`]: "{% macro x() %}{{ run_query('drop table y') }}{% endmacro %}",
        }),
      ),
    ).toMatch(/run_query/);
  });
});

/** Bytes that do not pack. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => 97 + ((state = (state * 48_271) % 2_147_483_647) % 26));
}
