/** Words of the workspaces: making, naming, copying and deleting them, resetting what is in one, and of several tabs on one. */
import { count } from "./format.ts";

export const workspaces = {
  title: "Workspaces and projects",
  open: "Workspaces",
  intro:
    "A workspace keeps its own edits, runs and lesson progress. Make as many as you like, on the bundled project or on a dbt project of yours. Nothing in them leaves this device.",
  onDevice: "On this device",
  main: "Strata",
  copyOf: (name: string) => `Copy of ${name}`,
  bundledNote: "The bundled project",
  bundledSince: (day: string) => `The bundled project, made ${day}`,
  editedFiles: (files: number) => (files === 0 ? "no edits" : count(files, "edited file")),

  make: "New workspace",
  makeText: "It starts with the files of what you choose and is shown at once. The other workspaces stay as they are.",
  name: "Name",
  namePlaceholder: "Friday's class",
  from: "Starts with",
  fromBundled: "the bundled project, without edits",
  fromCopy: (name: string) => `a copy of ${name}, with its edits and progress`,
  create: "Create",
  created: (name: string) => `${name} is open.`,
  createFailed: "The workspace was not made.",
  unnamed: "Give it a name first.",

  rename: "Rename",
  renameOf: (name: string) => `Rename ${name}`,
  renameField: (name: string) => `New name of ${name}`,
  save: "Save",
  keep: "Cancel",
  renamed: (name: string) => `The workspace is called ${name} now.`,
  renameFailed: "The name was not kept.",
  copy: "Copy",
  copyLabel: (name: string) => `Copy ${name}`,

  exportText:
    "A dbt project that plain dbt runs: your files with your edits, attached data, the artifacts under target/. Name, data and lesson progress lie beside it in .strata/, so that it opens here as it is.",
  share: "Share a link",

  data: "Files of yours",
  dataText:
    "Attach a CSV or Parquet file to query it beside the bundled tables. A source is declared for it among your edits.",
  dataNone: "No file is attached. Models and queries read one with {{ source('attached', 'its_name') }}.",
  attach: "Attach a file",
  detach: "Detach",
  detachFrom: (path: string) => `Detach ${path}`,
  detached: (path: string) => `${path} was detached.`,

  reset: "Start over",
  resetText: "From one file to everything. Each button says what goes; what cannot be undone asks first.",
  resetFile: "One file",
  resetFileText: "The file gets its first text back; one that you added goes.",
  resetFileChoose: "Edited file",
  resetFileDo: "Restore the file",
  resetFileDone: (path: string) => `${path} is as it came.`,
  resetEdits: "All edits",
  resetEditsText: (files: number) =>
    files === 0
      ? "No file of this workspace is edited."
      : `${count(files, "file")} of this workspace ${files === 1 ? "gets its" : "get their"} first text back. Runs, attached data and progress stay.`,
  resetEditsDo: "Restore all files",
  resetEditsDone: (files: number) => `${count(files, "file")} restored.`,
  resetRuns: "Runs and built tables",
  resetRunsText:
    "The history of runs of this workspace, the tables that were built, and all tables that are kept on this device. Files, edits and progress stay; tables are built again when you run a command.",
  resetRunsDo: "Delete runs and tables",
  resetRunsAsk: "Delete the runs and tables of this workspace?",
  resetRunsAskText: "This cannot be undone. The artifacts of the last runs are part of an export.",
  resetRunsDone: "Runs and tables are deleted. The database is empty.",
  resetProgress: "Lesson progress",
  resetProgressText: "Answers, hints taken and finished lessons of this workspace. Files, edits and runs stay.",
  resetProgressDo: "Delete lesson progress",
  resetProgressAsk: "Delete the lesson progress of this workspace?",
  resetProgressAskText: "This cannot be undone. An export keeps it and brings it back.",
  resetProgressDone: "Lesson progress is deleted.",
  resetDevice: "Everything on this device",
  resetDeviceText:
    "All workspaces with their edits, data, runs and progress, all settings, and what is stored for offline use. The page then opens as on the first visit and needs the network for it.",
  resetDeviceDo: "Delete everything",
  resetDeviceAsk: (total: number) => `Delete everything, ${count(total, "workspace")} and all?`,
  resetDeviceAskText:
    "This cannot be undone. An export holds the workspace that is shown; show the others one by one to export them too.",
  resetFailed: "Not everything could be deleted.",
  exportFirst: "Export first",
  cancel: "Keep it",

  elsewhere: "Another tab saves this workspace.",
  elsewhereText: "What you edit here is kept in this tab only.",
  takeOver: "Save here instead",
  takingOver: "Asking the other tab",
  taken: "This tab saves the workspace now.",
  useCopy: "Work in a copy",
};
