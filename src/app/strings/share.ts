/** Words of sharing: making a link, and looking at one. */
import { bytes, count } from "./format.ts";
import { titles } from "./titles.ts";

export const share = {
  title: titles.share,
  make: "Share this place",
  makeText:
    "The link opens the page that you look at, on the same data. Nothing is uploaded: everything is in the link itself.",
  withEdits: (files: number) => `With my edits (${count(files, "file")})`,
  noEdits: "No file of this workspace is edited, so the link carries the place and the data only.",
  name: "What it is called",
  link: "Link",
  copy: "Copy the link",
  copied: "The link is copied.",
  copyFailed: "The browser did not allow copying. The link is selected: copy it with Ctrl C.",
  size: (letters: number, limit: number) =>
    `${letters.toLocaleString("en-US")} of ${limit.toLocaleString("en-US")} letters`,
  tooLong: (letters: number) =>
    `With these edits the link would have ${letters.toLocaleString("en-US")} letters, and mail programs and chats cut such links. Send the file instead; it is dropped on the page to be opened.`,
  saveFile: "Save as a file",
  fileSize: (value: number) => `${bytes(value)}, opens by dropping it on the page`,
  foreign: (name: string) =>
    `${name} is a project from outside, so the link only works for people who have opened it too. An export as zip holds all of it.`,
  private: "Attached data files and lesson answers are never part of it.",
  close: "Close",

  lookTitle: (title: string) => (title === "" ? "Shared work" : title),
  lookIntro: "Nothing has been taken over yet, and nothing of it has run. Look at what it would change first.",
  project: "Project",
  place: "Place",
  dataLabel: "Data",
  dataOf: (tier: string, changed: boolean) => (changed ? `${tier}, with changes of its own` : tier),
  changes: "Files",
  noFiles: "No file is changed: the link shows a place.",
  fileAdded: "new file",
  fileEdited: "changed",
  fileDeleted: "deleted",
  fileSame: "as it is here",
  fileNote: (added: number, removed: number) => `+${added} −${removed}`,
  diffOf: (path: string) => `Changes of ${path}`,
  takeNew: "Open in a new workspace",
  takeHere: "Apply to this workspace",
  takeHereText: (name: string) => `Overwrites ${name}'s edits of these files; it can be undone.`,
  justOpen: "Open the place",
  notNow: "Not now",
  newTitle: "Shared work",
  taken: (files: number) => (files === 0 ? "This is the place." : `${count(files, "file")} taken over.`),
  undo: "Undo",
  undone: "The files are as they were before.",
  failed: "The shared work was not taken over.",
  refused: "The shared work cannot be opened.",
  refusedAction: "Open the lineage",
  nothing: "There is no shared work in this address.",
  nothingText: "Open the whole link that you were sent, or drop the file on the page.",
  otherProject: (name: string) =>
    `It is about the project “${name}”, which is not the one that is shown. Show that project first, then open the link again.`,
  otherProjectAction: "Choose a project",
  reading: "Reading the shared work",
};
