// The functions of Helm's templates that the chart uses, as Go and Sprig define them.
import { stringify } from 'yaml';

/** Go's notion: false, 0, "", nil and what is empty are not true. */
export function isTrue(value) {
  return Array.isArray(value) ? value.length > 0
    : value !== null && typeof value === 'object' ? Object.keys(value).length > 0
    : Boolean(value);
}

/** As Go prints it. Helm reads numbers as 64-bit floats, and Go prints those from a million up with an exponent, which no one means. */
export function print(value) {
  if (value === null || value === undefined) {
    throw new Error('prints nothing: the value is missing');
  }

  if (typeof value === 'object') {
    throw new Error('prints a map or list: put it through toYaml');
  }

  if (typeof value === 'number' && (Math.abs(value) >= 1e6 || !Number.isFinite(value))) {
    throw new Error(`Helm would print ${value} with an exponent: make it a text in the values, or put it through int`);
  }

  return String(value);
}

export const functions = {
  default: (fallback, value) => (isTrue(value) ? value : fallback),
  required: (message, value) => {
    if (value === null || value === undefined || value === '') {
      throw new Error(message);
    }

    return value;
  },
  quote: (value) => JSON.stringify(typeof value === 'bigint' ? value.toString() : print(value)),
  int: (value) => BigInt(Math.trunc(Number(value))),
  toYaml: (value) => stringify(value, { sortMapEntries: true, lineWidth: 0 }).trimEnd(),
  indent: (columns, text) => indent(columns, text),
  nindent: (columns, text) => `\n${indent(columns, text)}`,
  list: (...values) => values,
  dict: (...pairs) => Object.fromEntries(Array.from({ length: pairs.length / 2 }, (_, i) => [pairs[2 * i], pairs[2 * i + 1]])),
  printf: (format, ...values) => format.replace(/%[sdv]/g, () => print(values.shift())),
  trunc: (length, text) => text.slice(0, length),
  trimSuffix: (suffix, text) => (text.endsWith(suffix) ? text.slice(0, -suffix.length) : text),
  replace: (from, to, text) => text.replaceAll(from, to),
  eq: (a, ...others) => others.some((b) => a === b),
  ne: (a, b) => a !== b,
  not: (value) => !isTrue(value),
  and: (...values) => firstOrLast(values, (v) => !isTrue(v)),
  or: (...values) => firstOrLast(values, isTrue),
};

function firstOrLast(values, wanted) {
  const index = values.findIndex(wanted);
  return values[index < 0 ? values.length - 1 : index];
}

function indent(columns, text) {
  return text.split('\n').map((line) => ' '.repeat(columns) + line).join('\n');
}
