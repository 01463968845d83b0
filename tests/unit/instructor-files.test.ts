/** Files of a class side by side: which count, what is said about them; and what is read out of a zip. */
import { expect, test } from "vitest";
import { fileFacts, type HandedFile } from "../../src/app/instructor/class-files.ts";
import { readHandedIn } from "../../src/app/instructor/handed-in.ts";
import { writeZip } from "../../src/archive/write-zip.ts";
import type { ProgressBody } from "../../src/lessons/progress/progress-file.ts";
import { diagnostic } from "../../src/engine/core/errors.ts";

const data = { tier: "tiny", seed: null, as_of: null };

function handed(id: string, name: string, device: string | null, change: Partial<ProgressBody> = {}): HandedFile {
  const body = {
    name,
    group: "",
    product: "0.1.0",
    saved_at: Number(id),
    packs: [],
    data,
    lessons: [],
    exercises: [],
    ...change,
  };
  return {
    id,
    name: `${id}.json`,
    text: id,
    progress: { body, signature: "good", device },
    trouble: null,
    accepted: false,
  };
}

const written = (texts: readonly string[]): Pick<ProgressBody, "exercises"> => ({
  exercises: texts.map((answer, index) => ({
    pack: "core",
    lesson: "m1.01",
    id: `m1.01.${index}`,
    hints: 0,
    solution_seen: false,
    solved_at: 1,
    answer,
    attempts: [{ at: 1, passed: true, headline: "", code: null, answer }],
  })),
});

test("of one learner the newest file counts; one device under two names is said, and both count", () => {
  const files = [
    handed("1", "Noor", "aa"),
    handed("2", "Noor", "aa"),
    handed("3", "Max", "aa"),
    handed("4", "Noor", "bb"),
  ];
  const facts = fileFacts(files, data);
  expect(files.map(({ id }) => facts.get(id)?.counts)).toEqual([false, true, true, true]);
  expect(files.map(({ id }) => facts.get(id)?.older)).toEqual([true, false, false, false]);
  expect(facts.get("3")?.sameDevice).toEqual(["Noor"]);
  expect(facts.get("4")?.sameDevice).toEqual([]);
});

test("equal written answers are said, equal clicks are not", () => {
  const same = written(["select 1", "select 2", "select 3"]);
  const facts = fileFacts(
    [
      handed("1", "A", "a", same),
      handed("2", "B", "b", same),
      handed("3", "C", "c", written(["select 1", "select 2", "select 4"])),
      handed("4", "D", "d", written(["[1]", "[2]", "[0]"])),
      handed("5", "E", "e", written(["[1]", "[2]", "[0]"])),
    ],
    data,
  );
  expect(["1", "2", "3", "4"].map((id) => facts.get(id)?.sameAnswers)).toEqual([["B"], ["A"], [], []]);
});

test("what is refused does not count until somebody says so; other data is said", () => {
  const trouble = diagnostic("L006", "Another version.", { severity: "warning" });
  const refused = { ...handed("1", "A", "a"), trouble };
  const away = handed("2", "B", "b", { data: { ...data, tier: "classroom" } });
  const facts = fileFacts([refused, away, { ...refused, id: "3", accepted: true }], data);
  expect([facts.get("1")?.counts, facts.get("3")?.counts, facts.get("2")?.otherData]).toEqual([false, true, true]);
});

test("out of a zip come its JSON files, without folders and what a computer adds; a broken zip says so", async () => {
  const zip = writeZip([
    { path: "class/progress-noor.json", text: "{}" },
    { path: "class/readme.txt", text: "hello" },
    { path: "__MACOSX/progress-noor.json", text: "x" },
    { path: "progress-max.json", text: "[]" },
  ]);
  const found = await readHandedIn(new File([zip], "class.zip"));
  expect(found.map((item) => ("text" in item ? [item.name, item.text] : item.trouble.code)).sort()).toEqual([
    ["progress-max.json", "[]"],
    ["progress-noor.json", "{}"],
  ]);
  const [broken] = await readHandedIn(new File([zip.slice(0, 60)], "class.zip"));
  expect(broken && "trouble" in broken ? broken.trouble.code : "read").toBe("S004");
});
