/** The digests that dbt's names and checksums are made of. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { md5, sha256 } from "../../../src/engine/core/hash.ts";

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
