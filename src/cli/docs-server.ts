/** `strata docs serve`: the target folder on this machine's address, with the page that `docs generate` made as its first page. */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { extname, join, resolve, sep } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".sql": "text/plain; charset=utf-8",
};

/** Files below `folder` only; a path that leads out of it is not found. */
export function createDocsServer(folder: string): Server {
  const root = resolve(folder);
  return createServer((request, response) => {
    const refuse = (status: number, text: string): void => {
      response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
      response.end(text);
    };
    if (request.method !== "GET" && request.method !== "HEAD") return refuse(405, "Only GET.");
    let path: string;
    try {
      path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    } catch {
      return refuse(400, "This is no path.");
    }
    const type = TYPES[extname(path === "/" ? "index.html" : path)];
    const file = resolve(root, `.${path === "/" ? "/index.html" : path}`);
    const inside = file.startsWith(root + sep);
    if (!inside || type === undefined || !existsSync(file) || !statSync(file).isFile())
      return refuse(404, "Not found.");
    response.writeHead(200, { "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff" });
    if (request.method === "HEAD") return void response.end();
    createReadStream(file).pipe(response);
  });
}

export function hasDocs(folder: string): boolean {
  return existsSync(join(folder, "index.html"));
}

/** Resolves to the address once the server listens. */
export function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, host, () => {
      const address = server.address();
      const actual = typeof address === "object" && address !== null ? address.port : port;
      done(`http://${host}:${actual}`);
    });
  });
}
