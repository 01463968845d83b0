/** The digests that dbt's names and checksums are made of. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { useNodeDigests } from "../../../src/cli/node-digests.ts";
import { md5, sha256, useDigests } from "../../../src/engine/core/hash.ts";

const TEXTS = [
  ...["a", "é", "€", "😀", "\ud800"].flatMap((sign) =>
    [0, 1, 18, 55, 56, 57, 63, 64, 65, 119, 128].map((count) => sign.repeat(count)),
  ),
  `${"not_null_orders_id ".repeat(5000)}é`,
];

test.each([
  ["md5", md5],
  ["sha256", sha256],
] as const)("%s is that of the text's UTF-8, of every length", (name, digest) => {
  const wrong = TEXTS.filter((text) => digest(text) !== createHash(name).update(text, "utf8").digest("hex"));
  expect(wrong).toEqual([]);
});

test("those of Node are the same, and are what the engine then uses", () => {
  // Texts that no test above has asked for, as digests are remembered.
  const others = TEXTS.map((text) => `${text} again`);
  const own = TEXTS.map((text) => [md5(text), sha256(text)]);
  useDigests({ md5: () => "of the host", sha256: () => "of the host" });
  expect([md5("a"), sha256("never asked for")]).toEqual(["of the host", "of the host"]);
  useNodeDigests();
  expect(TEXTS.map((text) => [md5(text), sha256(text)])).toEqual(own);
  const wrong = others.filter((text) => sha256(text) !== createHash("sha256").update(text, "utf8").digest("hex"));
  expect(wrong).toEqual([]);
});
