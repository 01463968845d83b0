/** What the command bar may complete: the engine's commands and options, without those that only a disk or a terminal gives sense. */
import { COMMANDS, mainOptions, optionChoices } from "../engine/index.ts";
import type { CommandWords } from "./protocol.ts";

const ELSEWHERE = new Set(["docs serve"]);
const OF_A_DISK =
  /^--(project-dir|profiles-dir|profile|target-path|log-path|database|output-path|config-dir|lock|host|port)$/;
const OF_A_TERMINAL = /^--(log-|use-colors|printer-|print|quiet|debug|write-json|help|version|single-threaded)/;

export function commandWords(): CommandWords[] {
  return COMMANDS.filter((name) => !ELSEWHERE.has(name)).map((name) => ({
    name,
    choices: optionChoices(name),
    options: mainOptions(name).filter((option) => !OF_A_DISK.test(option) && !OF_A_TERMINAL.test(option)),
  }));
}
