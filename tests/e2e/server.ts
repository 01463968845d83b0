/**
 * A plain file server for one test: serves dist/ below /lab/ as a simple static host would, counts what is asked for, can
 * misbehave for chosen files, and can be killed to show that nothing needs it any more.
 */
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, resolve } from "node:path";

/** STRATA_DIST names another build than the one in dist/, so that two can be tested side by side. */
const dist = resolve(process.env["STRATA_DIST"] ?? join(import.meta.dirname, "../../dist"));
const base = "/lab/";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".parquet": "application/octet-stream",
};

/** How a host may fail: no such file, the first half only, the index page in place of the file, or gone half way. */
export type Fault = "missing" | "truncated" | "index-page" | "cut";

export interface Site {
  /** Address of the page, ending in /lab/. */
  readonly url: string;
  readonly origin: string;
  /** Paths below dist that were asked for, in order, how they were answered, and when (milliseconds since 1970). */
  readonly requests: readonly { readonly path: string; readonly status: number; readonly at: number }[];
  /** From now on, files whose path matches are answered with a fault. */
  fail(pattern: RegExp, fault: Fault): void;
  /** Files whose path matches are answered only after `release` is called. */
  hold(pattern: RegExp): { release(): void };
  /** Ends faults and holds. */
  mend(): void;
  /** Replaces a file's text, as a new deployment would. */
  replace(path: string, text: string): void;
  /** Serves a further folder below the page's own, for code that only a test brings along. */
  mount(prefix: string, folder: string): void;
  /** Cuts the network: open connections are closed and no new one is accepted. */
  kill(): Promise<void>;
}

export async function startSite(folder = dist): Promise<Site> {
  const requests: { path: string; status: number; at: number }[] = [];
  let faults: { pattern: RegExp; fault: Fault }[] = [];
  let holds: { pattern: RegExp; until: Promise<void>; release: () => void }[] = [];
  const replaced = new Map<string, string>();
  const mounts = new Map<string, string>();

  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? "/", "http://local").pathname, response);
  });

  async function answer(pathname: string, response: ServerResponse): Promise<void> {
    const below = decodeURIComponent(pathname.startsWith(base) ? pathname.slice(base.length) : "\0");
    const path = below === "" ? "index.html" : below;
    const at = Date.now();
    await holds.find((hold) => hold.pattern.test(path))?.until;
    const fault = faults.find((entry) => entry.pattern.test(path))?.fault;
    const mounted = [...mounts].find(([prefix]) => path.startsWith(prefix));
    const parent = mounted?.[1] ?? folder;
    const file = join(parent, mounted ? path.slice(mounted[0].length) : path);
    const known =
      !path.includes("\0") && file.startsWith(parent) && statSync(file, { throwIfNoEntry: false })?.isFile();
    const status = !known || fault === "missing" ? 404 : 200;
    requests.push({ path, status, at });
    if (status === 404) {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not found");
    } else if (fault === "index-page") {
      response.writeHead(200, { "content-type": types[".html"] }).end(readFileSync(join(folder, "index.html")));
    } else if (fault === "cut") {
      const bytes = readFileSync(file);
      response.writeHead(200, { "content-length": bytes.length });
      response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
    } else if (fault === "truncated" || replaced.has(path)) {
      const text = readFileSync(file);
      const body = replaced.get(path) ?? text.subarray(0, text.length >> 1);
      response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(body);
    } else {
      const length = statSync(file).size;
      response.writeHead(200, {
        "content-type": types[extname(path)] ?? "application/octet-stream",
        "content-length": length,
      });
      createReadStream(file).pipe(response);
    }
  }

  await listen(server);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: origin + base,
    origin,
    requests,
    fail: (pattern, fault) => void faults.push({ pattern, fault }),
    hold(pattern) {
      let release = () => {};
      const until = new Promise<void>((done) => (release = done));
      holds.push({ pattern, until, release });
      return { release };
    },
    mend() {
      faults = [];
      for (const hold of holds) hold.release();
      holds = [];
    },
    replace: (path, text) => void replaced.set(path, text),
    mount: (prefix, mounted) => void mounts.set(prefix, mounted),
    async kill() {
      for (const hold of holds) hold.release();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(0, "127.0.0.1", done);
  });
}
