import { deflateSync, strToU8 } from "fflate";
import { describe, expect, test } from "vitest";
import { LINK_LETTERS } from "../../src/archive/packed-text.ts";
import { packWork, readShareFile, unpackWork, writeShareFile, type SharedWork } from "../../src/archive/shared-work.ts";
import type { Outcome } from "../../src/engine/core/errors.ts";
import { writeZip } from "../../src/archive/write-zip.ts";
import { zipOf } from "./archive-zips.ts";

const work: SharedWork = {
  title: "Weights of the score",
  project: "strata",
  bundled: true,
  at: "/model/model.strata.entity_customers?tab=columns",
  tier: "classroom",
  data: { seed: 7, asOf: "2025-06-30" },
  overlay: { "models/a.sql": "select 'ä' as letter\n", "models/gone.sql": null },
};

const payloadOf = (value: unknown, version = "1"): string =>
  `${version}.${Buffer.from(deflateSync(strToU8(typeof value === "string" ? value : JSON.stringify(value)))).toString("base64url")}`;

const codeOf = (outcome: Outcome<unknown> | null): string | null =>
  outcome === null ? null : outcome.ok ? "ok" : (outcome.diagnostics[0]?.code ?? "?");

describe("a link", () => {
  test("brings place, data and edits to the other side", () =>
    expect(unpackWork(packWork(work))).toEqual({ ok: true, value: work }));

  test("stands in an address as it is, and a few edits of a model fit", () => {
    const model = Array.from(
      { length: 120 },
      (_, line) => `    , sum(case when status_${line} then amount end) as s${line}`,
    );
    const payload = packWork({
      ...work,
      overlay: { "models/a.sql": model.join("\n"), "models/b.sql": model.join("\n") },
    });
    expect(encodeURIComponent(payload)).toBe(payload);
    expect(payload.length).toBeLessThan(LINK_LETTERS);
  });

  test("that is cut off, damaged or something else is refused", () => {
    const whole = packWork(work);
    for (const cut of [0, 1, 2, 10, whole.length - 5]) expect(codeOf(unpackWork(whole.slice(0, cut)))).toBe("S004");
    expect(codeOf(unpackWork("hello"))).toBe("S004");
    expect(codeOf(unpackWork("1.%%%"))).toBe("S004");
    expect(codeOf(unpackWork(payloadOf("no json")))).toBe("S004");
    expect(codeOf(unpackWork(payloadOf("null")))).toBe("S004");
    expect(codeOf(unpackWork(payloadOf({ ...work, overlay: [] })))).toBe("S004");
  });

  test("of a later version says so", () => {
    const refused = unpackWork(payloadOf(work, "2"));
    expect(refused).toMatchObject({ ok: false, diagnostics: [{ code: "S004" }] });
    if (!refused.ok) expect(refused.diagnostics[0]?.message).toContain("newer version");
  });

  test("that unpacks to more than it should is refused while it is unpacked", () => {
    expect(codeOf(unpackWork(payloadOf({ ...work, overlay: { "models/a.sql": " ".repeat(4_000_000) } })))).toBe("S005");
    expect(codeOf(unpackWork(`1.${"A".repeat(200_000)}`))).toBe("S006");
  });

  test.each([
    "../evil.sql",
    "/etc/passwd",
    "C:\\evil.sql",
    "models/../../evil.sql",
    ".git/hooks/post-checkout",
    "target/manifest.json",
    "models/\u0007.sql",
    "",
  ])("with the path %j is refused", (path) =>
    expect(codeOf(unpackWork(payloadOf({ ...work, overlay: { [path]: "select 1" } })))).toBe("S005"),
  );

  test("with text that is no text, or with too many files, is refused", () => {
    expect(codeOf(unpackWork(payloadOf({ ...work, overlay: { "a.sql": 7 } })))).toBe("S007");
    expect(codeOf(unpackWork(payloadOf({ ...work, overlay: { "a.sql": "a\0b" } })))).toBe("S007");
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`m${index}.sql`, ""]));
    expect(codeOf(unpackWork(payloadOf({ ...work, overlay: many })))).toBe("S006");
  });

  test("keeps only what it is made of", () => {
    const read = unpackWork(
      payloadOf({ title: 7, at: "x\ny", data: { seed: 1, evil: {} }, overlay: {}, sql: "drop table t" }),
    );
    expect(read).toEqual({
      ok: true,
      value: { title: "", project: "", bundled: false, at: "x y", tier: null, data: { seed: 1 }, overlay: {} },
    });
  });
});

describe("a file", () => {
  test("carries what is too long for a link", () => {
    const large = {
      ...work,
      overlay: { "models/a.sql": Array.from({ length: 20_000 }, (_, i) => `-- ${i * 7919}`).join("\n") },
    };
    expect(packWork(large).length).toBeGreaterThan(LINK_LETTERS);
    expect(readShareFile(writeShareFile(large))).toEqual({ ok: true, value: large });
  });

  test("that is a project's zip is no shared work", () =>
    expect(readShareFile(writeZip([{ path: "dbt_project.yml", text: "name: a\n" }]))).toBeNull());

  test("that lies about its size, or is too large, is refused", () => {
    const share = JSON.stringify({ format: 1, ...work });
    expect(codeOf(readShareFile(zipOf([{ path: "share.json", text: share, claims: { bytes: 10 } }])))).toBe("S005");
    expect(codeOf(readShareFile(zipOf([{ path: "share.json", text: share, claims: { crc: 1 } }])))).toBe("S004");
    expect(codeOf(readShareFile(zipOf([{ path: "share.json", bytes: new Uint8Array(5_000_000).fill(32) }])))).toBe(
      "S006",
    );
    expect(codeOf(readShareFile(zipOf([{ path: "share.json", text: '{"format": 2, "overlay": {}}' }])))).toBe("S004");
  });
});
