/** A progress file: what is read back, and how each kind of trouble is told apart. Keys and signatures are real. */
import { expect, test } from "vitest";
import { decodeProgress, versionTrouble, type DecodedProgress } from "../../src/lessons/progress/progress-decode.ts";
import {
  canonicalJson,
  progressFileName,
  writeProgress,
  type ProgressBody,
} from "../../src/lessons/progress/progress-file.ts";
import { isKeyPair, makeKey } from "../../src/lessons/progress/progress-key.ts";
import { packHash } from "../../src/lessons/progress/progress-pack.ts";
import { createMemoryRecords } from "../../src/store/memory-records.ts";
import { createStore } from "../../src/store/store.ts";
import { MONDAY, signedFile } from "./progress-files.ts";

const { subtle } = globalThis.crypto;
const mark = { id: "strata.core", version: "1.0.0", hash: "aa" };
const body: ProgressBody = {
  name: "Zoë",
  group: "Monday",
  product: "0.1.0",
  saved_at: MONDAY,
  packs: [mark],
  data: { tier: "tiny", seed: null, as_of: "2025-12-31" },
  lessons: [{ id: "m1.01", finished_at: MONDAY }],
  exercises: [
    {
      pack: mark.id,
      lesson: "m1.01",
      id: "m1.01.a",
      hints: 1,
      solution_seen: false,
      solved_at: MONDAY,
      answer: "select 'é' as \"x\"",
      attempts: [{ at: MONDAY, passed: true, headline: "Correct.", code: null, answer: "select 1" }],
    },
  ],
};

async function read(
  text: string,
  options: Parameters<typeof decodeProgress>[2] = { subtle },
): Promise<DecodedProgress> {
  const outcome = await decodeProgress("a.json", text, options);
  if (!outcome.ok) throw new Error(`${outcome.diagnostics[0]?.code ?? ""} ${outcome.diagnostics[0]?.message ?? ""}`);
  return outcome.value;
}

async function trouble(text: string): Promise<string> {
  const outcome = await decodeProgress("a.json", text, { subtle });
  if (outcome.ok) return "read";
  const [first] = outcome.diagnostics;
  expect(first?.hint ?? "").toMatch(/^\S.{8,}/);
  return `${first?.code ?? ""} ${first?.message ?? ""}`;
}

test("what was signed is read back, also after an editor has tidied the JSON", async () => {
  const { text } = await signedFile(body);
  expect(await read(text)).toEqual({
    body,
    signature: "good",
    device: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
  });
  expect((await read(JSON.stringify(JSON.parse(text), null, 4))).signature).toBe("good");
  const parsed = JSON.parse(text) as { body: Record<string, unknown> };
  const turned = { ...parsed, body: Object.fromEntries(Object.entries(parsed.body).reverse()) };
  expect((await read(JSON.stringify(turned))).signature).toBe("good");
});

test("each trouble has its own code and sentence", async () => {
  const { text } = await signedFile(body);
  const renamed = text.replace('"Zoë"', '"Max"');
  const passed = text.replace('"headline": "Correct."', '"headline": "Right."');
  const unkeyed = JSON.stringify({ ...(JSON.parse(text) as object), key: null });
  const found = {
    altered: await trouble(renamed),
    alteredInside: await trouble(passed),
    halfSigned: await trouble(unkeyed),
    cut: await trouble(text.slice(0, Math.floor(text.length / 2))),
    damaged: await trouble(text.replace('"hints": 1,', '"hints": 1')),
    notJson: await trouble("progress: yes"),
    empty: await trouble(" \n"),
    otherJson: await trouble('{"name":"x","dependencies":{}}'),
    newer: await trouble(text.replace('"format": 1', '"format": 2')),
    formless: await trouble(writeProgress({ ...body, exercises: [{}] } as unknown as ProgressBody, null)),
  };
  expect(Object.fromEntries(Object.entries(found).map(([name, line]) => [name, line.slice(0, 4)]))).toEqual({
    altered: "L005",
    alteredInside: "L005",
    halfSigned: "L005",
    cut: "L003",
    damaged: "L003",
    notJson: "L004",
    empty: "L004",
    otherJson: "L004",
    newer: "L007",
    formless: "L003",
  });
  expect(found.cut).toContain("is cut off");
  expect(found.damaged).toContain("is damaged");
  expect(new Set(Object.values(found)).size).toBeGreaterThan(6);
});

test("nesting without end, and texts without end, do not take the page down", async () => {
  const { text } = await signedFile(body);
  const file = JSON.parse(text) as Record<string, unknown>;
  const deep = JSON.stringify({ ...file, body: 0 }).replace(
    '"body":0',
    `"body":${"[".repeat(20_000)}${"]".repeat(20_000)}`,
  );
  expect((await trouble(deep)).slice(0, 4)).toBe("L005");
  expect((await trouble(`{"strata":"progress","x":"${"y".repeat(8_000_001)}`)).slice(0, 4)).toBe("L004");
});

test("an altered file that somebody accepts is read, and stays marked", async () => {
  const { text } = await signedFile(body);
  const accepted = await read(text.replace('"Zoë"', '"Max"'), { subtle, acceptAltered: true });
  expect([accepted.body.name, accepted.signature]).toEqual(["Max", "altered"]);
});

test("without WebCrypto a file has no signature, and one that has is not judged", async () => {
  expect((await read(writeProgress(body, null))).signature).toBe("none");
  const { text } = await signedFile(body);
  expect((await read(text, { subtle: null })).signature).toBe("unknown");
});

test("another version of the lessons, another pack, and the same version with other exercises are told apart", () => {
  const said = (here: readonly (typeof mark)[]): string => versionTrouble("a.json", body, here)?.message ?? "the same";
  expect(said([mark])).toBe("the same");
  expect(said([{ ...mark, version: "1.1.0" }])).toContain("version 1.0.0 of the lessons");
  expect(said([{ ...mark, hash: "bb" }])).toContain("differ from those of this page");
  expect(said([])).toContain("does not have");
  expect(versionTrouble("a.json", { ...body, packs: [] }, [mark])?.code).toBe("L006");
});

test("a key is kept by the store, its private half never leaves it, and one device is one name", async () => {
  const store = createStore(createMemoryRecords(), null);
  const made = await makeKey(subtle);
  await store.setSetting("key", made);
  const kept: unknown = await store.getSetting("key");
  if (!isKeyPair(kept)) throw new Error("no key came back");
  await expect(subtle.exportKey("pkcs8", kept.privateKey)).rejects.toThrow();
  const files = [
    await signedFile(body, kept),
    await signedFile({ ...body, name: "Max" }, made),
    await signedFile(body),
  ];
  const [first, second, other] = await Promise.all(files.map(async ({ text }) => (await read(text)).device));
  expect([first === second, first === other]).toEqual([true, false]);
  expect([isKeyPair(null), isKeyPair({ privateKey: {}, publicKey: {} })]).toEqual([false, false]);
});

test("a better sentence leaves a pack's digest as it is, another solution does not", () => {
  const files = [
    { path: "pack.yml", text: "id: p" },
    { path: "01-a/01-b/lesson.md", text: "Words." },
    { path: "01-a/01-b/solution/a.sql", text: "select 1" },
  ];
  const changed = (path: string): string =>
    packHash(files.map((file) => (file.path === path ? { ...file, text: `${file.text} more` } : file)));
  expect(changed("01-a/01-b/lesson.md")).toBe(packHash(files));
  expect(changed("01-a/01-b/solution/a.sql")).not.toBe(packHash(files));
});

test("canonical JSON does not depend on the order of keys, and file names are tame", () => {
  expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: true })).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
  expect(progressFileName({ name: "../Zoë  O'Hara", saved_at: MONDAY })).toBe("progress-zoe-o-hara-2025-11-03.json");
  expect(progressFileName({ name: "***", saved_at: MONDAY })).toBe("progress-learner-2025-11-03.json");
});
