/**
 * One project, read and ready: selects, compiles, previews, runs.
 *
 * Reading needs no database; the warehouse is asked for on first use. An edit makes a new engine on the same warehouse (templates
 * that did not change are not parsed again). What only compiling, commands, runs and lint need is imported when the first one is asked
 * for: a page that shows a project needs none of it. Nor does it need Python's modules (`modules.re`), unless the project's templates
 * do, which is why opening a project is asynchronous.
 */
import type { Clock } from "./core/clock.ts";
import { EngineError, diagnostic, fail, succeed } from "./core/errors.ts";
import type { Diagnostic, Outcome } from "./core/errors.ts";
import type { NodeResult, RunEvent } from "./core/events.ts";
import { md5 } from "./core/hash.ts";
import type { NodeId } from "./core/ids.ts";
import type { Json, Manifest, ManifestNode } from "./core/manifest.ts";
import type { CancelSignal } from "./core/signal.ts";
import type { SourceFile } from "./core/source-file.ts";
import type { Environment } from "./context/environment.ts";
import type { MacroRegistry } from "./context/macro-registry.ts";
import { ModulePending, loadModules, modulesNamedIn } from "./context/modules/on-demand.ts";
import { templateOf } from "./context/templates.ts";
import { customEnvironment } from "./artifacts/metadata.ts";
import type { CompiledNode } from "./compile/compile.ts";
import type { CommandOutcome } from "./command/outcome.ts";
import type { Command } from "./command/parse-command.ts";
import { findCycles } from "./graph/dag.ts";
import { select } from "./graph/selector.ts";
import { hasOwnRows } from "./kept/fingerprint.ts";
import { neededFor, type Needs } from "./kept/needed.ts";
import { INDIRECT_SELECTIONS } from "./graph/selector-spec.ts";
import type { IndirectSelection } from "./graph/selector-spec.ts";
import type {
  AskOptions,
  BesideOptions,
  CommandOptions,
  Engine,
  EngineOptions,
  QueryOutcome,
  StandUpOptions,
} from "./engine-interface.ts";
import { withProjectVars } from "./host-options.ts";
import { projectWith, rememberReading, singleEdit } from "./last-readings.ts";
import type { fromJson } from "./jinja/convert.ts";
import { createNode, nodeId } from "./parse/nodes.ts";
import { operationNodes } from "./parse/operations.ts";
import { yamlToPython } from "./parse/test-entry.ts";
import { parseProject } from "./parse/parse.ts";
import { withEditedModel, type Parsed } from "./parse/edited-model.ts";
import { literalReferences } from "./parse/record.ts";
import { cycleDiagnostics } from "./parse/resolve.ts";
import { createYamlRenderer } from "./parse/yaml-renderer.ts";
import { parts } from "./parts.ts";
import { mergeConfigs } from "./project/config.ts";
import { databaseOf } from "./project/profile.ts";
import { loadProject, lookupVar } from "./project/project.ts";
import type { Project } from "./project/project.ts";
import { toJson } from "./project/yaml.ts";
import type { YamlValue } from "./project/yaml.ts";
import type { RunContext } from "./run/run.ts";
import { heldRelations, nodeKey } from "./warehouse/held-relations.ts";

/** The dbt whose behaviour the engine follows. */
export const DBT_VERSION = "1.11.0";

const DEFAULT_LIMIT = 500;

/** Reads the project, with those of Python's modules that its templates need. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  return openProject(options);
}

/** As `openEngine`, where all of Python's modules are loaded already; what is thrown else is no error of the project. */
export function createEngine(options: EngineOptions): Engine {
  return new ProjectEngine(options);
}

async function openProject(options: EngineOptions): Promise<ProjectEngine> {
  await loadModules(modulesNamedIn(options.files));
  for (;;) {
    try {
      return new ProjectEngine(options);
    } catch (error) {
      if (!(error instanceof ModulePending)) throw error;
      await loadModules([error.module]);
    }
  }
}

class ProjectEngine implements Engine {
  readonly manifest: Manifest;
  readonly project: Project;
  readonly #given: EngineOptions;
  /** What was given, in the light of the project's vars. */
  readonly #options: EngineOptions;
  readonly #parsed: Parsed;
  #log: (text: string, info: boolean, printed?: boolean) => void = () => undefined;

  constructor(options: EngineOptions) {
    this.#given = options;
    const env = options.env ?? {};
    const edit = singleEdit(options);
    if (edit !== null) {
      const { last, file } = edit;
      this.project = projectWith(last.project, file);
      this.#options = withProjectVars(options, this.project);
      const environment = this.#environment(last.parsed.environment.registry, env);
      const parsed = withEditedModel(last.parsed, file, environment, last.diagnostics);
      if (parsed !== null) {
        this.#parsed = parsed;
        this.manifest = parsed.manifest;
        rememberReading({ ...last, options, project: this.project, parsed });
        return;
      }
    }
    const vars = options.vars as Readonly<Record<string, YamlValue>> | undefined;
    const unknownTarget = {
      name: options.target ?? "",
      profile: "",
      type: "duckdb",
      database: "",
      schema: "",
      threads: 1,
      path: "",
    };
    const seen = {
      env,
      projectName: "",
      ...(vars === undefined ? {} : { lookupVar: (name: string) => pythonOf(vars[name]) }),
    };
    const project = loadProject(options.files, {
      target: options.target,
      profile: options.profile,
      vars,
      render: createYamlRenderer({ ...seen, target: unknownTarget, secrets: true }),
      renderFor: (target) => createYamlRenderer({ ...seen, target }),
    });
    this.project = options.database === undefined ? project : withDatabase(project, options.database);
    this.#options = withProjectVars(options, this.project);
    this.#parsed = parseProject(this.project, options.builtins, (registry) => this.#environment(registry, env));
    const { nodes } = this.#parsed.manifest;
    const cycles = findCycles(this.#parsed.manifest).flatMap((cycle) => cycleDiagnostics(nodes, cycle.path));
    const diagnostics = [...this.#parsed.manifest.diagnostics, ...cycles];
    this.manifest = { ...this.#parsed.manifest, diagnostics };
    rememberReading({ options, project: this.project, parsed: this.#parsed, diagnostics });
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.manifest.diagnostics;
  }

  get invocationId(): string {
    return this.#parsed.environment.invocationId;
  }

  get files(): readonly SourceFile[] {
    return this.#options.files;
  }

  select(selector: string, exclude?: string): Outcome<readonly NodeId[]> {
    return outcomeOf(() => [...select(this.manifest, selector, exclude ?? null, this.#indirectSelection()).ids]);
  }

  async compile(id: NodeId, options: { text?: string; signal?: CancelSignal } = {}): Promise<Outcome<CompiledNode>> {
    const node = this.manifest.nodes.get(id);
    if (!node) return fail(unknownNode(id));
    const { compileNode } = await parts.compile();
    return compileNode(this.#compileContext(), node, options);
  }

  async compileText(sql: string, options: { signal?: CancelSignal } = {}): Promise<Outcome<CompiledNode>> {
    const { compileNode } = await parts.compile();
    return compileNode(this.#compileContext(), this.#inlineNode(sql), options);
  }

  async preview(id: NodeId, options: AskOptions & { text?: string } = {}): Promise<Outcome<QueryOutcome>> {
    const node = this.manifest.nodes.get(id);
    if (!node) return fail(unknownNode(id));
    if (node.resource_type === "source" || node.resource_type === "seed") {
      return this.#ask(this.#inlineNode(`select * from ${node.relation_name ?? ""}`), [id], options);
    }
    const reads = options.text === undefined ? node.depends_on.nodes : this.#referencesIn(node, options.text);
    return this.#ask(node, reads, options, options.text);
  }

  async loadSources(ids: readonly NodeId[], options: Omit<AskOptions, "limit"> = {}): Promise<Outcome<null>> {
    const found = await this.#options.loadSources?.ensure(
      ids.flatMap((id) => this.manifest.nodes.get(id) ?? []),
      {
        warehouse: await this.#options.warehouse(),
        onProgress: options.onEvent ?? (() => undefined),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      },
    );
    const errors = (found ?? []).filter((item) => item.severity === "error");
    return errors.length > 0 ? fail(...errors) : succeed(null);
  }

  async query(sql: string, options: AskOptions = {}): Promise<Outcome<QueryOutcome>> {
    const node = this.#inlineNode(sql);
    return this.#ask(node, this.#referencesIn(node, sql), options);
  }

  async buildBeside(ids: readonly NodeId[], options: BesideOptions): Promise<readonly NodeResult[]> {
    const [{ planRun }, { runPlan }, { besideContext }] = await Promise.all([
      parts.plan(),
      parts.run(),
      import("./run/beside.ts"),
    ]);
    const context = besideContext(this.#runContext(null), options.schemas);
    const plan = planRun(this.manifest, new Set(ids), options.command);
    const { onEvent: emit = () => undefined, failingRows = 0, signal } = options;
    return (await runPlan({ ...context, emit, failingRows, signal }, plan)).results;
  }

  withFiles(files: readonly SourceFile[]): Promise<Engine> {
    return openProject({ ...this.#given, files });
  }

  async command(input: readonly string[] | string, options: CommandOptions = {}): Promise<CommandOutcome> {
    const text = typeof input === "string" ? input.trim().replace(/^dbt\s+/, "") : input.join(" ");
    const { parseCommand } = await parts.parseCommand();
    let command: Command;
    try {
      command = parseCommand(input, this.#options.env);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return refusedCommand(error.diagnostic, text, this.#options.clock, options.onEvent);
    }
    return this.run(command, text, options);
  }

  async run(command: Command, text: string, options: CommandOptions = {}): Promise<CommandOutcome> {
    const engine = this.#differs(command) ? await this.#with(command) : this;
    return engine.#execute(command, text, options);
  }

  /** Whether the command sees another project than this one: other vars, another target. */
  #differs({ vars, target, profile }: Command): boolean {
    const own = this.#options.vars ?? {};
    const json = (value: YamlValue | undefined): string => JSON.stringify(toJson(value ?? null));
    return (
      Object.entries(vars).some(
        ([name, value]) => !Object.hasOwn(own, name) || json(value) !== json(own[name] as YamlValue),
      ) ||
      (target !== null && target !== this.project.target.name) ||
      (profile !== null && profile !== this.project.target.profile)
    );
  }

  /** The same project with other vars or another target, for one command. */
  #with(command: Command): Promise<ProjectEngine> {
    return openProject({
      ...this.#given,
      vars: { ...this.#given.vars, ...(command.vars as Record<string, Json>) },
      ...(command.target === null ? {} : { target: command.target }),
      ...(command.profile === null ? {} : { profile: command.profile }),
    });
  }

  async #execute(given: Command, text: string, options: CommandOptions): Promise<CommandOutcome> {
    const { clock, env = {} } = this.#options;
    const { onEvent = () => undefined, signal, failingRows = 0 } = options;
    const { flagValues, withProjectFlags } = await parts.flags();
    let command: Command;
    try {
      command = withProjectFlags(given, this.project.flags);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return refusedCommand(error.diagnostic, text, clock, onEvent);
    }
    const flags = flagValues(command, this.project.flags, text);
    const ask = signal === undefined ? {} : { signal };
    try {
      const run = this.#runContext(command);
      const { executeCommand } = await parts.execute();
      return await executeCommand(command, {
        manifest: this.manifest,
        project: this.project,
        files: this.files,
        text,
        invocation: {
          id: this.#parsed.environment.invocationId,
          dbtVersion: DBT_VERSION,
          at: clock.wall(),
          env: customEnvironment(env),
        },
        run: { ...run, environment: { ...run.environment, flags, startedAt: clock.now() }, failingRows },
        flags,
        indirectSelection: this.#indirectSelection(),
        host: this.#options.host ?? null,
        signal,
        onEvent,
        hear: (listener) => (this.#log = listener),
        show: (target, limit) => {
          if ("id" in target) return this.preview(target.id, { limit, ...ask });
          return "sql" in target
            ? this.query(target.sql, { limit, ...ask })
            : this.#askRaw(target.raw, { limit, ...ask });
        },
        compileText: (sql) => this.compileText(sql, ask),
        lint: async (nodes) =>
          (await parts.lint()).lintReport(this, {
            profile: this.#options.lintProfile ?? "offline",
            nodes,
            ...ask,
          }),
      });
    } finally {
      this.#log = () => undefined;
    }
  }

  /** Rows of SQL that is sent as it is. */
  async #askRaw(sql: string, options: AskOptions): Promise<Outcome<QueryOutcome>> {
    const { clock } = this.#options;
    const started = clock.elapsed();
    try {
      const warehouse = await this.#options.warehouse();
      const table = await warehouse.query(sql, {
        limit: options.limit ?? DEFAULT_LIMIT,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
      return succeed({ table, elapsed_ms: clock.elapsed() - started, compiled_code: sql });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return fail(error.diagnostic);
    }
  }

  async #ask(
    node: ManifestNode,
    reads: readonly NodeId[],
    options: AskOptions,
    text?: string,
  ): Promise<Outcome<QueryOutcome>> {
    const { clock } = this.#options;
    const ready = await this.#prepare(reads, options);
    if (!ready.ok) return ready;
    const context = this.#compileContext(true);
    const { compileNode } = await parts.compile();
    const compiled = await compileNode(context, node, { text, signal: options.signal });
    if (!compiled.ok) return compiled;
    const started = clock.elapsed();
    try {
      const warehouse = await this.#options.warehouse();
      const table = await warehouse.query(compiled.value.compiled_code, {
        limit: options.limit ?? DEFAULT_LIMIT,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
      return succeed({ table, elapsed_ms: clock.elapsed() - started, compiled_code: compiled.value.compiled_code });
    } catch (error) {
      const { nodes } = this.manifest;
      const { warehouseDiagnostic } = await import("./compile/warehouse-diagnostic.ts");
      const { withNameHint } = await import("./compile/name-hint.ts");
      const found = warehouseDiagnostic(error, compiled.value, 0);
      const names = { reads: reads.flatMap((id) => nodes.get(id) ?? []), nodes: nodes.values() };
      return fail(await withNameHint(found, { ...names, warehouse: await this.#options.warehouse() }));
    }
  }

  async standUp(ids: readonly NodeId[], options: StandUpOptions): Promise<Outcome<readonly NodeId[]>> {
    try {
      const missing = await this.#stillMissing(ids, options, { andSnapshots: true });
      const tables = missing.filter((id) => hasOwnRows(this.manifest.nodes.get(id)!));
      if (tables.length > options.mostTables) return succeed(missing);
      const built = missing.length === 0 ? succeed(null) : await this.#make(missing, ids, options);
      return built.ok ? succeed([]) : built;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return fail(error.diagnostic);
    }
  }

  /** Loads and builds whatever `reads` needs and the warehouse does not hold yet. */
  async #prepare(reads: readonly NodeId[], options: AskOptions): Promise<Outcome<null>> {
    try {
      return await this.#make(await this.#stillMissing(reads, options), reads, options);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return fail(error.diagnostic);
    }
  }

  /** Puts back what was kept, and answers with what has to be built all the same, parents first. */
  async #stillMissing(reads: readonly NodeId[], options: AskOptions, needs?: Needs): Promise<readonly NodeId[]> {
    const warehouse = await this.#options.warehouse();
    const held = await heldRelations(warehouse);
    const isHeld = (node: ManifestNode) => held.has(nodeKey(node));
    const restored = await this.#options.restoreKept?.(reads, {
      manifest: this.manifest,
      files: this.files,
      schema: this.project.target.schema,
      warehouse,
      isHeld,
      emit: options.onEvent ?? (() => undefined),
      signal: options.signal,
    });
    const isThere = (node: ManifestNode) => isHeld(node) || restored?.has(node.unique_id) === true;
    return neededFor(this.manifest, reads, isThere, needs);
  }

  async #make(missing: readonly NodeId[], reads: readonly NodeId[], options: AskOptions): Promise<Outcome<null>> {
    const emit = options.onEvent ?? (() => undefined);
    const context: RunContext = { ...this.#runContext(null), signal: options.signal, emit };
    const { planRun } = await parts.plan();
    const plan = planRun(this.manifest, new Set(missing), "build");
    const direct = reads.filter((id) => this.manifest.nodes.get(id)?.resource_type === "source");
    const sources = [...new Set([...plan.sources, ...direct])];
    if (plan.steps.length === 0 && sources.length === 0) return succeed(null);
    if (plan.steps.length === 0) return await this.loadSources(sources, options);
    const { runPlan } = await parts.run();
    const { results, cancelled } = await runPlan(context, { ...plan, sources });
    const trouble = results.flatMap((result) => (result.status === "error" ? result.diagnostics : []));
    if (cancelled)
      return fail(
        diagnostic("W005", "Building what this query reads was cancelled.", {
          hint: "Run it again when you want its result.",
        }),
      );
    return trouble.length > 0 ? fail(...trouble) : succeed(null);
  }

  #referencesIn(node: ManifestNode, text: string): NodeId[] {
    try {
      const found = literalReferences(templateOf(node.span.path, text));
      return [
        ...found.refs.flatMap((ref) => this.#parsed.lookup.ref(ref, node.package_name)?.unique_id ?? []),
        ...found.sources.flatMap(
          ([source, table]) => this.#parsed.lookup.source(source, table, node.package_name)?.unique_id ?? [],
        ),
      ];
    } catch {
      // A text that cannot be parsed is reported, with its place, when it is compiled.
      return [];
    }
  }

  #inlineNode(sql: string): ManifestNode {
    const { name, target } = this.project;
    return createNode({
      unique_id: nodeId("analysis", name, "inline_query"),
      resource_type: "analysis",
      name: "inline_query",
      package_name: name,
      path: "inline_query",
      original_file_path: "inline_query",
      fqn: [name, "inline_query"],
      raw_code: sql,
      checksum: "",
      config: mergeConfigs([]),
      span: { path: "inline_query", from: 0, to: sql.length },
      database: target.database,
      schema: target.schema,
    });
  }

  #compileContext(fullRefresh = false): Pick<RunContext, "environment" | "lookup" | "warehouse"> {
    const { environment, lookup } = this.#parsed;
    return {
      environment: fullRefresh ? { ...environment, fullRefresh: true } : environment,
      lookup,
      warehouse: this.#options.warehouse,
    };
  }

  #runContext(command: Command | null): Omit<RunContext, "emit" | "signal"> {
    return {
      ...this.#compileContext(command?.fullRefresh ?? false),
      manifest: this.manifest,
      project: this.project,
      // Building what a preview needs is no run of the project.
      operations: command === null ? [] : operationNodes(this.project, this.#parsed.environment, this.#parsed.lookup),
      files: this.files,
      loadSources: this.#options.loadSources ?? null,
      fullRefresh: command?.fullRefresh ?? false,
      failFast: command?.failFast ?? false,
      storeFailures: command?.storeFailures ?? false,
      threads: command?.threads ?? this.project.target.threads,
    };
  }

  /** `flags: {indirect_selection: …}` of the project; dbt's default is eager. */
  #indirectSelection(): IndirectSelection {
    const flag = this.project.flags["indirect_selection"];
    return INDIRECT_SELECTIONS.find((mode) => mode === flag) ?? "eager";
  }

  #environment(registry: MacroRegistry, env: Readonly<Record<string, string>>): Environment {
    const { project } = this;
    const { clock } = this.#options;
    return {
      projectName: project.name,
      target: project.target,
      clock,
      env,
      dbtVersion: DBT_VERSION,
      invocationId: invocationId(clock.wall()),
      registry,
      fullRefresh: false,
      quoting: project.quoting,
      manifest: () => this.manifest,
      lookupVar: (name, packageName) => pythonOf(lookupVar(project, name, packageName)),
      log: (text, info, printed) => this.#log(text, info, printed),
    };
  }
}

/** The target on another database file; DuckDB names a database after its file. */
function withDatabase(project: Project, path: string): Project {
  return { ...project, target: { ...project.target, path, database: databaseOf(path) } };
}

function pythonOf(value: YamlValue | undefined): ReturnType<typeof fromJson> | undefined {
  return value === undefined ? undefined : yamlToPython(value);
}

/** A version-4-shaped id that needs no random source; the clock tells invocations apart. */
function invocationId(now: number): string {
  const digits = md5(`strata ${now}`);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
}

function unknownNode(id: string): Diagnostic {
  return diagnostic("R001", `There is no node "${id}".`, {
    hint: "It may have been renamed or deleted; `dbt ls` shows what there is.",
  });
}

function outcomeOf<T>(work: () => T): Outcome<T> {
  try {
    return succeed(work());
  } catch (error) {
    if (error instanceof EngineError) return fail(error.diagnostic);
    throw error;
  }
}

function refusedCommand(
  found: Diagnostic,
  text: string,
  clock: Clock,
  onEvent: (event: RunEvent) => void = () => undefined,
): CommandOutcome {
  const log = [`Error ${found.code}: ${found.message}`, ...(found.hint === null ? [] : [`  ${found.hint}`])];
  for (const line of log) onEvent({ kind: "log", level: "error", text: line, mark: null, at: clock.wall() });
  onEvent({ kind: "run-finished", command: text, exitCode: 2, cancelled: false, elapsed_ms: 0, results: [] });
  return { exitCode: 2, cancelled: false, results: [], log, diagnostics: [found], artifacts: () => ({}) };
}
