/** Turns what a browser says when its storage fails into a diagnostic with a way out. */
import { diagnostic, type Diagnostic } from "../engine/core/errors.ts";

/** Storage could not be opened: work goes on in memory. */
export function openTrouble(error: unknown): Diagnostic {
  if (nameOf(error) === "VersionError") {
    return diagnostic(
      "S002",
      "The work that this device keeps was written by a newer version of Strata, which this page cannot read.",
      {
        severity: "warning",
        hint: "Reload the page to get the newer version. The kept work is untouched; what you edit here until then stays in this tab only.",
      },
    );
  }
  if (nameOf(error) === "QuotaExceededError") return saveTrouble("its work", error);
  return diagnostic(
    "S001",
    "This browser gives Strata no storage (IndexedDB), so edits and progress stay in this tab only.",
    {
      severity: "warning",
      hint: "Allow site data for this page, or leave the private window, and reload. Until then copy what you want to keep before you close the tab.",
    },
  );
}

/** One thing could not be kept; what was kept before is still there. `what` reads after "could not keep". */
export function saveTrouble(what: string, error: unknown): Diagnostic {
  switch (nameOf(error)) {
    case "QuotaExceededError":
      return diagnostic("S002", `This device's storage is full: it could not keep ${what}.`, {
        hint: "Free space on the device or delete site data of other pages, then edit again to retry. Everything kept before is still there, and the newest text is still open in this tab: copy it out to be safe.",
      });
    case "VersionError":
    case "InvalidStateError":
      return diagnostic("S002", `Another tab runs a newer version of Strata, so this tab could not keep ${what}.`, {
        hint: "Copy the newest text out and reload this tab.",
      });
    default:
      return diagnostic("S002", `This device's storage refused to keep ${what}: ${messageOf(error)}`, {
        hint: "Reload the page and try again. Everything kept before is still there; copy the newest text out first.",
      });
  }
}

function nameOf(error: unknown): string {
  return typeof error === "object" && error !== null && "name" in error ? String(error.name) : "";
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
