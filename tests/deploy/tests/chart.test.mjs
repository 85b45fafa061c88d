// The renderer that stands in for Helm: Go's templates where the chart uses them, and an error wherever it leaves that subset.
import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { merge, renderChart } from '../chart/render.mjs';

function render(template, values = {}, helpers = '') {
  const chart = mkdtempSync(join(tmpdir(), 'chart-'));
  try {
    mkdirSync(join(chart, 'templates'));
    writeFileSync(join(chart, 'Chart.yaml'), 'name: c\nversion: 1.2.3\nappVersion: 4.5.6\n');
    writeFileSync(join(chart, 'values.yaml'), JSON.stringify(values));
    writeFileSync(join(chart, 'templates/_h.tpl'), helpers);
    writeFileSync(join(chart, 'templates/a.yaml'), template);
    return renderChart(chart, { name: 'r', namespace: 'n' })['a.yaml'] ?? '';
  } finally {
    rmSync(chart, { recursive: true });
  }
}

// Expected texts are by the rules of text/template and Sprig, worked out by hand.
const cases = [
  ['a value', 'a: {{ .Values.x }}', { x: 1 }, 'a: 1'],
  ['release, chart', '{{ .Release.Name }}-{{ .Chart.Version }}-{{ .Chart.AppVersion | quote }}', {}, 'r-1.2.3-"4.5.6"'],
  ['trimmed white space', 'a\n  {{- " b" }}\n{{ "c" -}}\n  d', {}, 'a b\ncd'],
  ['comment', 'a{{/* nothing {{ here */}}b', {}, 'ab'],
  ['if, else if, else', '{{ if .Values.a }}1{{ else if .Values.b }}2{{ else }}3{{ end }}', { a: 0, b: 'x' }, '2'],
  ['nothing is true of what is empty', '{{ if .Values.a }}1{{ end }}{{ if .Values.b }}2{{ end }}{{ if .Values.c }}3{{ end }}.', { a: [], b: {}, c: '' }, '.'],
  ['range over a map, by sorted keys', '{{ range $k, $v := .Values.m }}{{ $k }}={{ $v }};{{ end }}', { m: { b: 2, a: 1 } }, 'a=1;b=2;'],
  ['range over a list', '{{ range .Values.l }}{{ . }},{{ end }}', { l: ['x', 'y'] }, 'x,y,'],
  ['range with a name for the value', '{{ range $x := list "a" "b" }}{{ $x }}{{ end }}', {}, 'ab'],
  ['with, and $ for the root', '{{ with .Values.w }}{{ .v }}{{ $.Values.o }}{{ end }}', { w: { v: 1 }, o: 2 }, '12'],
  ['variables', '{{ $x := .Values.a }}{{ $x }}{{ $x }}', { a: 'q' }, 'qq'],
  ['default', '{{ .Values.a | default "d" }}{{ .Values.b | default "d" }}', { a: '', b: 'x' }, 'dx'],
  ['or gives the first true, else the last', '{{ or .Values.a .Values.b "c" }}{{ or .Values.a 0 }}', { a: '', b: 'b' }, 'b0'],
  ['and, not, eq, ne', '{{ and true (not false) (eq .Values.a "x") (ne .Values.a "y") }}', { a: 'x' }, 'true'],
  ['printf, trunc, trimSuffix, replace', '{{ printf "%s-%d" "ab-" 3 | trunc 3 | trimSuffix "-" | replace "a" "z" }}', {}, 'zb'],
  ['toYaml sorted and indented', 'a:{{ toYaml .Values.m | nindent 2 }}', { m: { z: [1], a: 'x' } }, 'a:\n  a: x\n  z:\n    - 1'],
  ['int of a large number', '{{ int .Values.n }}', { n: 3000000 }, '3000000'],
];
for (const [name, template, values, expected] of cases) {
  test(`a template renders ${name}`, () => assert.equal(render(template, values), expected));
}

test('include renders a definition with what it is given', () => {
  assert.equal(render('{{ include "x" (dict "a" 1 "root" .) | quote }}', { v: 2 }, '{{ define "x" -}}\n{{ .a }}{{ .root.Values.v }}\n{{- end }}'), '"12"');
});

const refused = [
  ['a function that is not in the subset', '{{ lookup "v1" "Pod" }}', /a.yaml:1: lookup is not in the subset/],
  ['a missing value', 'x\n{{ .Values.none }}', /a.yaml:2: prints nothing/],
  ['a field of nothing', '{{ .Values.none.deeper }}', /there is nothing to take deeper of/],
  ['a number that Helm prints with an exponent', '{{ .Values.n }}', /exponent/],
  ['a map printed as it is', '{{ .Values }}', /toYaml/],
  ['an include of nothing', '{{ include "none" . }}', /not defined/],
  ['an if without an end', '{{ if true }}', /ends without/],
  ['an end of nothing', '{{ end }}', /closes nothing/],
  ['an action without an end', 'a {{ b', /without }}/],
  ['an unset variable', '{{ $x }}', /\$x is not set/],
];
for (const [name, template, expected] of refused) {
  test(`a template with ${name} is refused`, () => assert.throws(() => render(template, { n: 1e6 }), expected));
}

test('values are laid over each other as Helm does', () => {
  assert.deepEqual(merge({ a: { b: 1, c: [1, 2] }, d: 1 }, { a: { c: [3] }, d: null, e: 2 }), { a: { b: 1, c: [3] }, e: 2 });
});
