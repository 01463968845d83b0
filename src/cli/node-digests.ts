/** Node's own digests for the engine: a large project takes thousands of them. */
import { hash } from "node:crypto";
import { useDigests } from "../engine/index.ts";

export function useNodeDigests(): void {
  useDigests({ md5: (text) => hash("md5", text), sha256: (text) => hash("sha256", text) });
}
