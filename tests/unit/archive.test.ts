import { describe, expect, test } from "vitest";
import { fileOfSource, pathForSource } from "../../src/archive/data-file.ts";
import { LIMITS } from "../../src/archive/limits.ts";
import { severalProjects } from "../../src/archive/project-choice.ts";
import { readProject, type ProjectInput, type ReadProject } from "../../src/archive/read-project.ts";
import { writeZip } from "../../src/archive/write-zip.ts";
import { blobOf, zipOf, type Lie } from "./archive-zips.ts";

const PROJECT: Lie = { path: "dbt_project.yml", text: "name: shop\nprofile: shop\n" };

const zip = (content: Blob): ProjectInput => ({ kind: "zip", name: "shop.zip", content });
const folder = (files: Readonly<Record<string, string>>): ProjectInput => ({
  kind: "folder",
  name: "shop",
  files: Object.entries(files).map(([path, text]) => ({ path, content: new Blob([text]) })),
});

/** `S005` for a refusal, else the names of the files that were read. */
async function opened(...files: Lie[]): Promise<string> {
  return told(await readProject(zip(blobOf(files))));
}

function told(outcome: Awaited<ReturnType<typeof readProject>>): string {
  if (!outcome.ok) {
    for (const { hint, message } of outcome.diagnostics)
      expect([message.length > 20, hint]).toEqual([true, expect.any(String)]);
    return outcome.diagnostics.map((one) => one.code).join(" ");
  }
  return [...outcome.value.files, ...outcome.value.data].map((file) => file.path).join(" ");
}

async function projectIn(input: ProjectInput, root: string | null = null): Promise<ReadProject> {
  const outcome = await readProject(input, root);
  if (!outcome.ok) throw new Error(outcome.diagnostics[0]?.message);
  return outcome.value;
}

describe("a project in a zip", () => {
  test("lies at the top or in one folder, and keeps what dbt reads, packages included", async () => {
    const files = [
      "models/orders.sql",
      "models/orders.yml",
      "seeds/customers.csv",
      "docs/overview.md",
      "models/score.py",
      ".dbtignore",
      "packages.yml",
      "profiles.yml",
      "dbt_packages/dbt_utils/dbt_project.yml",
      "dbt_packages/dbt_utils/macros/star.sql",
    ];
    const expected = ["dbt_project.yml", ...files].sort().join(" ");
    expect(await opened(PROJECT, ...files.map((path) => ({ path, text: "x" })))).toBe(expected);
    const inFolder = [PROJECT, ...files.map((path) => ({ path, text: "x" }))];
    expect(await opened(...inFolder.map((file) => ({ ...file, path: `shop-main/${file.path}` })))).toBe(expected);
  });

  test("leaves out what dbt wrote, what belongs to tools, and what a Mac adds", async () => {
    expect(
      await opened(
        ...[
          "target/manifest.json",
          "target/compiled/a.sql",
          "logs/dbt.log",
          ".git/config.yml",
          "node_modules/a/b.md",
        ].map((path) => ({ path: `shop/${path}`, text: "x" })),
        ...[
          "__MACOSX/shop/._dbt_project.yml",
          "shop/.DS_Store",
          "shop/.venv/x.sql",
          "shop/e/pyvenv.cfg",
          "shop/e/d/dbt_project.yml",
        ].map((path) => ({ path, text: "x" })),
        { ...PROJECT, path: "shop/dbt_project.yml" },
        { path: "shop/models/target/a.sql", text: "select 1" },
        { path: "shop/dbt_packages/p/dbt_project.yml", text: "name: p" },
        { path: "shop/dbt_packages/p/target/a.sql", text: "select 1" },
        { path: "shop/picture.png", text: "x" },
      ),
    ).toBe("dbt_packages/p/dbt_project.yml dbt_project.yml models/target/a.sql");
  });

  test("keeps its texts to the letter", async () => {
    const text = "\uFEFFselect 'ß → 🍺'\r\n";
    const { files, name, origin } = await projectIn(zip(blobOf([PROJECT, { path: "models/ä b.sql", text }])));
    expect(files.find((file) => file.path === "models/ä b.sql")?.text).toBe(text);
    expect([name, origin]).toEqual(["shop", "shop.zip"]);
  });

  test("takes Parquet, and a CSV too long for an editor, as data", async () => {
    const long = "a\n".repeat(LIMITS.textBytes / 2 + 1);
    const input = folder({
      "s/dbt_project.yml": "name: s",
      "s/data/a.parquet": "PAR1",
      "s/seeds/b.csv": "a\n1\n",
      "s/c.csv": long,
    });
    const { files, data } = await projectIn(input);
    expect(files.map((file) => file.path)).toEqual(["dbt_project.yml", "seeds/b.csv"]);
    expect(data.map((file) => file.path)).toEqual(["c.csv", "data/a.parquet"]);
  });

  test("is the shallowest of several; of two side by side one has to be chosen", async () => {
    const files = {
      "r/dbt_project.yml": "name: r",
      "r/m/a.sql": "",
      "r/it/dbt_project.yml": "name: it",
      "r/it/b.sql": "",
    };
    expect((await projectIn(folder(files))).otherFolders).toEqual(["r/it"]);
    expect((await projectIn(folder(files), "r/it")).files.map((file) => file.path)).toEqual([
      "b.sql",
      "dbt_project.yml",
    ]);
    const twins = folder({ "a/dbt_project.yml": "", "b/dbt_project.yml": "" });
    expect(await projectIn(twins)).toMatchObject({ folder: null, files: [], otherFolders: ["a", "b"] });
    expect(severalProjects(["a", "b"])).toMatchObject({ code: "S008", message: expect.stringContaining('"a", "b"') });
    expect(told(await readProject(twins, "b"))).toBe("dbt_project.yml");
    expect(told(await readProject(twins, "c"))).toBe("S008");
  });
});

describe("refused with a code, whole", () => {
  test.each([
    "../evil.sql",
    "shop/../../evil.sql",
    "/etc/evil.sql",
    "C:/evil.sql",
    "shop/C:/evil.sql",
    "models\\evil.sql",
    "..\\..\\evil.sql",
    "models/\u0000evil.sql",
    `models/${"x".repeat(500)}.sql`,
  ])("a path that leads elsewhere: %j", async (path) => {
    expect(await opened(PROJECT, { path, text: "select 1" })).toBe("S005");
    expect(await opened(PROJECT, { path: `${path}.png`, text: "no project file either" })).toBe("S005");
  });

  test("two files of one path", async () => {
    expect(await opened(PROJECT, { path: "a.sql", text: "1" }, { path: "./a.sql", text: "2" })).toBe("S005");
  });

  test("two files that most disks hold for one", async () => {
    const twins = [{ path: "models/orders.sql" }, { path: "models/Orders.SQL" }];
    expect(await opened(PROJECT, ...twins)).toBe("S005");
    expect(await opened(PROJECT, { path: "models/\u00e9.sql" }, { path: "models/e\u0301.sql" })).toBe("S005");
    expect(await opened(PROJECT, { path: "docs/Readme.md" }, { path: "docs/readme.md" })).toContain("docs/readme.md");
  });

  describe("a seed too long to be read as text:", () => {
    const long = "a\n".repeat(LIMITS.textBytes / 2 + 1);
    const open = async (projectFile: string, path: string, more: Readonly<Record<string, string>> = {}) =>
      readProject(folder({ "s/dbt_project.yml": projectFile, [`s/${path}`]: long, ...more }));
    test.each([
      ["name: s\n", "seeds/big.csv"],
      ["name: s\nseed-paths: ['data', \"more/seeds/\"] # two\n", "more/seeds/deep/big.csv"],
      ['seed-paths:\r\n  # the small ones\r\n  - "lists"\r\n  - big # and the others\r\nname: s\r\n', "big/big.csv"],
      ["seed-paths: [\n  a,\n  b\n]\n", "b/big.csv"],
      ["data-paths: [old]\n", "old/big.csv"],
      ["seed-paths: [\"{{ var('x') }}\"]\n", "seeds/big.csv"],
    ])("%j, %s", async (projectFile, path) => {
      const outcome = await open(projectFile, path);
      expect(told(outcome)).toBe("S006");
      expect(outcome).toMatchObject({
        diagnostics: [{ message: `The seed "${path}" has more than 16 MB; this page takes at most 16 MB.` }],
      });
    });

    test("also one of a package", async () => {
      const more = { "s/dbt_packages/p/dbt_project.yml": "seed-paths: [own]\n" };
      expect(told(await open("", "dbt_packages/p/own/big.csv", more))).toBe("S006");
    });

    test.each([
      ["name: s\n", "data/big.csv"],
      ["seed-paths: [lists]\n", "seeds/big.csv"],
    ])("elsewhere it is data: %j, %s", async (projectFile, path) => {
      expect(told(await open(projectFile, path))).toBe(`dbt_project.yml ${path}`);
    });
  });

  test("a file that unpacks to a thousand times its size", async () => {
    const bytes = new Uint8Array(8_000_000);
    expect(await opened(PROJECT, { path: "models/a.sql", bytes })).toBe("S005");
    // The list may claim to be harmless: what comes out is counted.
    expect(await opened(PROJECT, { path: "models/a.sql", bytes, claims: { bytes: 100 } })).toBe("S005");
    expect(await opened(PROJECT, { path: "models/a.sql", bytes, claims: { bytes: 2_000_000 } })).toBe("S005");
    // One that dbt would not read is refused when it is huge.
    expect(await opened(PROJECT, { path: "bomb.bin", text: "x", claims: { bytes: 900_000_000 } })).toBe("S005");
  });

  test("many files that are each small enough", async () => {
    const text = "x".repeat(15_000_000);
    const files = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`s/models/m${index}.sql`, text]));
    expect(told(await readProject(folder({ "s/dbt_project.yml": "", ...files })))).toBe("S006");
  });

  test("files that lie over each other", async () => {
    expect(await opened(PROJECT, { path: "a.sql", text: "select 1" }, { path: "b.sql", text: "", pointsTo: 1 })).toBe(
      "S005",
    );
  });

  test("a text that is too long, and too many files", async () => {
    const input = folder({ "s/dbt_project.yml": "", "s/a.sql": "x".repeat(LIMITS.textBytes + 1) });
    expect(told(await readProject(input))).toBe("S006");
    const yaml = folder({ "s/dbt_project.yml": "", "s/a.yml": "x".repeat(LIMITS.textBytes + 1) });
    expect(await readProject(yaml)).toMatchObject({
      diagnostics: [
        {
          message: 'The file "a.yml" has more than 16 MB; this page takes at most 16 MB.',
          hint: expect.stringContaining("split it") as string,
        },
      ],
    });
    const many = Object.fromEntries(Array.from({ length: LIMITS.files + 1 }, (_, index) => [`s/m${index}.sql`, ""]));
    expect(told(await readProject(folder({ "s/dbt_project.yml": "", ...many })))).toBe("S006");
  });

  test("an archive with a password", async () => {
    expect(await opened(PROJECT, { path: "a.sql", text: "1", claims: { flags: 0x801 } })).toBe("S004");
  });

  test("an archive that is none, cut off, or damaged", async () => {
    const whole = zipOf([PROJECT, { path: "models/a.sql", text: "select 1 as id ".repeat(50) }]);
    expect(told(await readProject(zip(new Blob(["no zip"]))))).toBe("S004");
    expect(told(await readProject(zip(new Blob([]))))).toBe("S004");
    expect(told(await readProject(zip(new Blob([whole.slice(0, whole.length - 30)]))))).toBe("S004");
    for (const claims of [{ crc: 1 }, { bytes: 5_000 }, { method: 12 }])
      expect(await opened(PROJECT, { path: "a.sql", text: "select 1", claims })).toBe("S004");
  });

  test("any damage to any byte is a refusal with a code or a project, never a crash", async () => {
    const whole = zipOf([PROJECT, { path: "models/a.sql", text: "select 1 as id, 'a' as letter" }]);
    for (let at = 0; at < whole.length; at += 1) {
      for (const flip of [0xff, 0x01, 0x80]) {
        const damaged = whole.slice();
        damaged[at] = (damaged[at] as number) ^ flip;
        const outcome = await readProject(zip(new Blob([damaged])));
        if (!outcome.ok) expect(outcome.diagnostics[0]?.code, `byte ${at}`).toMatch(/^S00[4-8]$/);
      }
    }
  });

  test("a text file that is no text", async () => {
    expect(await opened(PROJECT, { path: "models/a.sql", bytes: new Uint8Array([0xff, 0xfe, 0x41, 0x00]) })).toBe(
      "S007",
    );
    expect(await opened(PROJECT, { path: "seeds/a.csv", text: "id\n\u0000" })).toBe("S007");
  });

  test("an archive without a project", async () => {
    expect(await opened({ path: "readme.md", text: "hello" })).toBe("S008");
    expect(await opened({ path: "dbt_packages/a/dbt_project.yml", text: "name: a" })).toBe("S008");
  });

  test("symbolic links are left out, so that nothing points elsewhere", async () => {
    expect(await opened(PROJECT, { path: "models/link.sql", text: "/etc/passwd", unixMode: 0o120777 })).toBe(
      "dbt_project.yml",
    );
  });
});

describe("an exported zip", () => {
  const texts = [
    { path: "models/b.sql", text: "select 'ü'" },
    { path: "dbt_project.yml", text: "name: shop\n" },
  ];
  const data = [{ path: "data/a.parquet", bytes: new Uint8Array([80, 65, 82, 49]) }];

  test("is the same byte for byte, whatever the order of the files", () => {
    expect(writeZip(texts, data)).toEqual(writeZip([...texts].reverse(), data));
  });

  test("opens as the same project", async () => {
    const project = await projectIn(zip(new Blob([writeZip(texts, data)])));
    expect(project.files).toEqual([...texts].sort((a, b) => (a.path < b.path ? -1 : 1)));
    expect(new Uint8Array(await project.data[0]!.content.arrayBuffer())).toEqual(data[0]!.bytes);
  });
});

describe("the file of a source", () => {
  const source = { name: "orders", source_name: "shop", identifier: "raw_orders", external_location: null };
  const pick = (paths: string, change: object = {}) =>
    fileOfSource(
      { ...source, ...change },
      paths.split(" ").map((path) => ({ path })),
    )?.path ?? "none";

  test.each([
    ["data/raw_orders.csv data/orders.csv", "data/raw_orders.csv"],
    ["data/raw_orders.csv x/Shop__raw_orders.parquet", "x/Shop__raw_orders.parquet"],
    ["data/orders.csv data/orders.parquet", "data/orders.parquet"],
    ["data/customers.csv", "none"],
  ])("of %s it is %s", (paths, expected) => expect(pick(paths)).toBe(expected));

  test.each([
    ["data/raw/o.parquet", "data/raw/o.parquet o.parquet", "data/raw/o.parquet"],
    ["../lake/o.parquet", "a/o.parquet", "a/o.parquet"],
    ["read_csv('./in/o.csv', header = true)", "in/o.csv", "in/o.csv"],
    ["s3://bucket/o.parquet", "raw_orders.csv", "raw_orders.csv"],
  ])("with the location %s, of %s it is %s", (external_location, paths, expected) =>
    expect(pick(paths, { external_location })).toBe(expected),
  );

  test("keeps a name by which it is found again", () => {
    const path = pathForSource(source, "Export of Monday.CSV");
    expect(path).toBe("data/shop__raw_orders.csv");
    expect(pick(path)).toBe(path);
    const located = { ...source, external_location: "lake/o.parquet" };
    expect(pathForSource(located, "x.parquet")).toBe("lake/o.parquet");
    expect(pathForSource({ ...source, external_location: "../o.parquet" }, "x.parquet")).toBe(
      "data/shop__raw_orders.parquet",
    );
  });
});
