/** What commands print, and how: `print()` of templates, the width of lines, warnings that repeat themselves. */
import { afterEach, expect, test } from "vitest";
import { createPrinter } from "../../src/cli/print-log.ts";
import { openLab } from "../support/project.ts";
import type { Lab } from "../support/project.ts";

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.close();
  lab = null;
});

const TALKS = { "models/a.sql": "{% do print('printed') %}{% do log('logged', info=true) %}select 1 as id" };

/** The lines that the terminal shows, times as `…`. */
async function shown(command: string, options: { readonly quiet?: boolean } = {}): Promise<string[]> {
  const lines: string[] = [];
  const printer = createPrinter(
    {
      colour: false,
      bare: false,
      quiet: options.quiet ?? false,
      level: "info",
      format: "text",
      fileLevel: "none",
      fileFormat: "text",
      invocationId: "",
    },
    (line) => lines.push(line.replace(/^\d\d:\d\d:\d\d/, "…")),
    null,
  );
  await lab?.engine.command(command, { onEvent: (event) => printer.event(event) });
  return lines.filter((line) => /printed|logged|START/.test(line));
}

test("print() stands without a time, also with --quiet; --no-print silences it", async () => {
  lab = await openLab(TALKS);
  expect(await shown("run")).toEqual([expect.stringMatching(/^…  1 of 1 START/), "printed", "…  logged"]);
  expect(await shown("run --quiet", { quiet: true })).toEqual(["printed"]);
  expect(await shown("run --no-print")).toEqual([expect.stringMatching(/START/), "…  logged"]);
});

test.each([
  ["", 80],
  [" --printer-width 60", 60],
])("lines of a run%s are padded to column %i", async (option, width) => {
  lab = await openLab({
    ...TALKS,
    "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\non-run-start: [select 1]\n",
  });
  const { log } = await lab.command(`run${option}`);
  const padded = log.filter((line) => line.includes(" .."));
  expect(padded).toHaveLength(4);
  expect(padded.map((line) => line.indexOf(" ["))).toEqual([width, width, width, width]);
});

test("of many warnings of one kind five are told, and how many more there are; others are told all the same", async () => {
  const gone = Array.from({ length: 1234 }, (_, index) => `  - name: gone_${index}\n`).join("");
  lab = await openLab({ "models/a.sql": "select 1 as id", "models/s.yml": `models:\n${gone}seeds:\n  - name: lost\n` });
  const debug: string[] = [];
  const outcome = await lab.engine.command("run", {
    onEvent: (event) => {
      if (event.kind === "log" && event.level === "debug") debug.push(event.text);
    },
  });
  const told = outcome.log.filter((line) => line.startsWith("Warning P008"));
  expect(told.map((line) => /"(gone_\d+|lost)"|and .*/.exec(line)?.[0])).toEqual([
    '"gone_0"',
    '"gone_1"',
    '"gone_2"',
    '"gone_3"',
    '"gone_4"',
    '"lost"',
    "and 1,229 more of this kind.",
  ]);
  expect(debug.filter((line) => line.startsWith("Warning P008"))).toHaveLength(1229);
});

test("--warn-error still stops at a warning that would only be counted", async () => {
  lab = await openLab({ "models/a.sql": "select 1 as id", "models/s.yml": "models: [{name: gone}]\n" });
  expect((await lab.command("run --warn-error")).exitCode).toBe(2);
});
