/**
 * A learner's files as a project of their own: with the macros and settings of the real one, and with stand-ins for the models that
 * they read. Reading it takes milliseconds where the whole project takes a second, and nothing that the learner writes can touch
 * the real one. Relations have the names that they have in the real project, so that queries read the same tables.
 */
import type { LessonEngine } from "./engine-port.ts";
import { refNames } from "./sql-guard.ts";
import type { Manifest, ManifestNode } from "../engine/core/manifest.ts";
import type { SourceFile } from "../engine/core/source-file.ts";

export interface MiniProject {
  readonly engine: LessonEngine;
  /** Paths of the learner's files. */
  readonly paths: readonly string[];
}

/** `stubs` names models that the files may read besides those that they name with ref(). */
export async function openMini(
  engine: LessonEngine,
  files: readonly SourceFile[],
  stubs: readonly string[] = [],
): Promise<MiniProject> {
  const own = new Set(files.map((file) => file.path));
  const texts = files.map((file) => file.text);
  const names = new Set([...stubs, ...texts.flatMap(refNames)]);
  const defined = new Set(files.flatMap((file) => /([^/]+)\.sql$/.exec(file.path)?.[1]?.toLowerCase() ?? []));
  const needsSources = texts.some((text) => /\bsource\s*\(/.test(text));
  const frame = engine.files.filter(
    (file) =>
      !own.has(file.path) &&
      (/^(dbt_project|profiles|packages)\.yml$/.test(file.path) ||
        /^(macros|dbt_packages|tests\/generic)\//.test(file.path) ||
        (needsSources && /\.ya?ml$/.test(file.path) && /^sources:/m.test(file.text))),
  );
  const stand = [...names].flatMap((name) => {
    const node = defined.has(name) ? null : nodeNamed(engine.manifest, name);
    return node === null ? [] : [standIn(node)];
  });
  const mini = await engine.withFiles([...frame, ...stand, ...files]);
  return { engine: mini, paths: [...own] };
}

/** A model, seed or snapshot by its name. */
export function nodeNamed(manifest: Manifest, name: string): ManifestNode | null {
  for (const node of manifest.nodes.values())
    if (
      node.name.toLowerCase() === name.toLowerCase() &&
      node.relation_name !== null &&
      node.resource_type !== "source" &&
      node.resource_type !== "test"
    )
      return node;
  return null;
}

function standIn(node: ManifestNode): SourceFile {
  const config = [
    "materialized='table'",
    `alias='${node.alias}'`,
    ...(typeof node.config.schema === "string" ? [`schema='${node.config.schema}'`] : []),
  ].join(", ");
  // A model stays in its folder, which gives it its tags and, with them, its layer.
  const path = node.resource_type === "model" ? node.span.path : `models/${node.name}.sql`;
  return { path, text: `{{ config(${config}) }}\nselect 1 as stand_in` };
}
