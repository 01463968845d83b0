/**
 * Several files as one answer: drafts, attempts and progress files hold one text for each exercise, whatever it consists of. A line
 * `=== name` opens a file. The answer to an exercise with one file is that file, without such a line.
 */

export interface AnswerFile {
  readonly name: string;
  readonly text: string;
}

const OPENS = /^=== (\S+)[ \t]*$/;

export function joinFiles(files: readonly AnswerFile[]): string {
  if (files.length === 1) return files[0]?.text ?? "";
  return files.map((file) => `=== ${file.name}\n${file.text.replace(/\n*$/, "\n")}`).join("");
}

/** The files of an answer in the order of `names`; a file that the answer lacks is empty. */
export function splitFiles(answer: string, names: readonly string[]): readonly AnswerFile[] {
  const [only] = names;
  if (names.length <= 1) return [{ name: only ?? "", text: answer }];
  const texts = new Map<string, string[]>();
  let current: string[] | null = null;
  for (const line of answer.split("\n")) {
    const name = OPENS.exec(line)?.[1];
    if (name !== undefined && names.includes(name)) texts.set(name, (current = []));
    else if (current !== null) current.push(line);
  }
  // A text from before the exercise had several files is its main file.
  if (texts.size === 0) texts.set(only ?? "", answer.split("\n"));
  return names.map((name) => ({ name, text: (texts.get(name) ?? []).join("\n").replace(/\n*$/, "\n") }));
}

/** The answer with another text for one of its files. */
export function withFile(answer: string, names: readonly string[], name: string, text: string): string {
  return joinFiles(splitFiles(answer, names).map((file) => (file.name === name ? { name, text } : file)));
}
