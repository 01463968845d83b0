import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contentSecurityPolicy } from "../../scripts/build/content-security-policy.ts";
import { serve, type Served } from "../../scripts/serve.ts";

const folder = mkdtempSync(join(tmpdir(), "strata-serve-"));
const said: string[] = [];
const busy = createServer();
let busyPort = 0;
let served: Served;

beforeAll(async () => {
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Strata</title>");
  writeFileSync(join(folder, "assets/engine-1a2b3c4d.wasm"), new Uint8Array([0, 97, 115, 109]));
  await new Promise<void>((done) => busy.listen(0, "127.0.0.1", done));
  busyPort = (busy.address() as AddressInfo).port;
  served = await serve(folder, busyPort, (line) => said.push(line));
});

afterAll(() => {
  served.close();
  busy.close();
  rmSync(folder, { recursive: true });
});

test("a port that is taken is passed over, and said", () => {
  expect(new URL(served.url).port).not.toBe(String(busyPort));
  expect(said[0]).toBe(`Port ${busyPort} is taken, trying ${busyPort + 1}.`);
});

test("the page comes with the security policy and is asked for again each time", async () => {
  const answer = await fetch(served.url);
  expect(await answer.text()).toContain("Strata");
  expect(answer.headers.get("content-security-policy")).toBe(contentSecurityPolicy);
  expect(answer.headers.get("cache-control")).toBe("no-cache");
});

test("a file with a hash in its name may be kept for ever, and wasm says what it is", async () => {
  const answer = await fetch(`${served.url}assets/engine-1a2b3c4d.wasm`);
  expect(answer.headers.get("cache-control")).toContain("immutable");
  expect(answer.headers.get("content-type")).toBe("application/wasm");
});

test("a missing file is a 404, never the page", async () => {
  expect((await fetch(`${served.url}data/no-such.parquet`)).status).toBe(404);
});
