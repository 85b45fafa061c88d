const mostFileBytes = 1_900_000;

/** Text of a file that was chosen; the error says that it is too large, for people. */
export async function textOf(file: File): Promise<string> {
  if (file.size > mostFileBytes) {
    throw new Error(`The file is larger than ${mostFileBytes / 1e6} MB. Simplify its outline.`);
  }

  return file.text();
}
