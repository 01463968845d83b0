/**
 * Serves a built page on this machine: whole files, the security policy as a header, files with a hash in the name cached for
 * ever. A port that is taken is passed over.
 */
import { createServer, type Server } from "node:http";
import sirv from "sirv";
import { contentSecurityPolicy } from "./build/content-security-policy.ts";

/** Only this machine: the workbench is not meant to be reached from the network. */
const host = "127.0.0.1";
const portsTried = 50;

export interface Served {
  readonly url: string;
  close(): void;
}

/** Resolves when the server listens; rejects when no port from `firstPort` on is free. */
export async function serve(folder: string, firstPort: number, say: (line: string) => void): Promise<Served> {
  const files = sirv(folder, {
    etag: true,
    setHeaders(response, pathname) {
      response.setHeader("content-security-policy", contentSecurityPolicy);
      response.setHeader("x-content-type-options", "nosniff");
      const hashed = pathname.startsWith("/assets/");
      response.setHeader("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  const server = createServer((request, response) =>
    files(request, response, () => {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
      response.end("Not found\n");
    }),
  );
  const lastPort = Math.min(firstPort + portsTried, 65_535);
  for (let port = firstPort; port <= lastPort; port += 1) {
    if (await listens(server, port)) {
      return {
        url: `http://${host}:${port}/`,
        close() {
          server.close();
          server.closeAllConnections();
        },
      };
    }
    say(`Port ${port} is taken, trying ${port + 1}.`);
  }
  throw new Error(
    `No port from ${firstPort} to ${lastPort} is free. Give another one, for example "npm start -- --port 8080".`,
  );
}

/** False when the port is taken or not ours to use. */
function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((done, fail) => {
    const onError = (error: NodeJS.ErrnoException) => {
      server.off("listening", onListening);
      if (error.code === "EADDRINUSE" || error.code === "EACCES") done(false);
      else fail(error);
    };
    const onListening = () => {
      server.off("error", onError);
      done(true);
    };
    server.once("error", onError);
    server.once("listening", onListening);
    server.listen(port, host);
  });
}
