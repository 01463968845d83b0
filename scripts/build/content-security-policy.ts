/**
 * The one place where the content security policy is written: the built page carries it as a meta element and `npm start`
 * sends it as a header too.
 *
 * A meta policy binds the page and what the page starts from a blob: URL; a worker started from an address of its own would
 * escape it. That is why both workers start through a blob (src/worker/client.ts, src/engine/warehouse/wasm.ts).
 */
import type { Plugin } from "vite";

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Puts the policy first into the head of the built page. Not while developing: hot reload needs inline scripts and a socket. */
export function contentSecurityPolicyMeta(): Plugin {
  return {
    name: "strata:content-security-policy",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html) => {
        const inline = /<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*["']/i.exec(html);
        if (inline)
          throw new Error(`index.html holds an inline script or handler (${inline[0]}), which the policy forbids.`);
        return [
          {
            tag: "meta",
            attrs: { "http-equiv": "Content-Security-Policy", content: contentSecurityPolicy },
            injectTo: "head-prepend",
          },
        ];
      },
    },
  };
}
