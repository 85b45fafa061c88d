// Where things are, and how they are read.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export const pathOf = (name) => join(root, name);

export const readText = (name) => readFileSync(pathOf(name), 'utf8');

export const readJson = (name) => JSON.parse(readText(name));

/** With merge keys (<<), as compose takes them. */
export const readYaml = (name) => parse(readText(name), { merge: true });

/** The documents of a text of YAML, without empty ones. A fault of the text is an error. */
export function documentsOf(text, name) {
  return parseAllDocuments(text)
    .map((document) => {
      if (document.errors.length > 0) {
        throw new Error(`${name}: ${document.errors[0].message}`);
      }

      return document.toJS();
    })
    .filter((value) => value !== null);
}
