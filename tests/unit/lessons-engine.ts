/**
 * The lesson room's port over a real DuckDB in memory, with ref() and var() filled in by plain replacement: enough engine to
 * test checks on tables that a test writes itself.
 */
import type { LessonEngine } from "../../src/lessons/engine-port.ts";
import { EngineError, diagnostic, fail, succeed } from "../../src/engine/core/errors.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../src/engine/core/manifest.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import type { Warehouse } from "../../src/engine/warehouse/port.ts";

export interface LessonBench {
  readonly engine: LessonEngine;
  readonly warehouse: Warehouse;
  /** Statements that were sent, in order. */
  readonly sent: string[];
}

/** `tables` maps a model's name to the select that fills it. */
export async function openBench(tables: Record<string, string>): Promise<LessonBench> {
  const warehouse = await openNodeWarehouse({ threads: 1 });
  await warehouse.execute("create schema if not exists strata.main");
  for (const [name, sql] of Object.entries(tables))
    await warehouse.execute(`create table strata.main."${name}" as ${sql}`);
  const sent: string[] = [];
  const compile = (sql: string): string =>
    /\{% raw %\}([\s\S]*)\{% endraw %\}/.exec(sql)?.[1] ??
    sql
      .replace(/\{\{\s*ref\('([^']+)'\)\s*\}\}/g, '"strata"."main"."$1"')
      .replace(/\{\{\s*var\((['"])as_of_date\1\)\s*\}\}/g, "2025-12-31");
  const notHere = (): never => {
    throw new Error("this bench has no project");
  };
  const engine: LessonEngine = {
    manifest: manifestOf(Object.keys(tables)),
    files: [],
    diagnostics: [],
    compile: notHere,
    select: notHere,
    command: notHere,
    withFiles: notHere,
    async compileText(sql) {
      const missing = [...sql.matchAll(/ref\('([^']+)'\)/g)].find((match) => tables[match[1] ?? ""] === undefined);
      return Promise.resolve(
        missing === undefined
          ? succeed({ compiled_code: compile(sql) })
          : fail(diagnostic("R001", `ref('${missing[1] ?? ""}') names nothing.`)),
      );
    },
    async query(sql, options) {
      const compiled_code = compile(sql);
      sent.push(compiled_code);
      try {
        return succeed({ table: await warehouse.query(compiled_code, options), elapsed_ms: 0, compiled_code });
      } catch (error) {
        if (error instanceof EngineError) return fail(error.diagnostic);
        throw error;
      }
    },
  };
  return { engine, warehouse, sent };
}

function manifestOf(names: readonly string[]): Manifest {
  const nodes = new Map<NodeId, ManifestNode>();
  for (const name of names) {
    const node = {
      unique_id: `model.strata.${name}`,
      name,
      database: "strata",
      schema: "main",
      alias: name,
      relation_name: `"strata"."main"."${name}"`,
    };
    nodes.set(`model.strata.${name}`, node as ManifestNode);
  }
  return { nodes } as unknown as Manifest;
}
