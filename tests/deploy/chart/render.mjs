// Renders a Helm chart without Helm: the same manifests, from the subset of templates in parse.mjs.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { functions, isTrue, print } from './functions.mjs';
import { parseTemplate, TemplateError } from './parse.mjs';

/**
 * Text of each template's file, by its name; templates that come out empty are left out.
 * @param chart folder of the chart
 * @param release name and namespace
 * @param overrides values laid over values.yaml, as `helm install -f` does
 */
export function renderChart(chart, release, overrides = {}) {
  const about = parse(readFileSync(join(chart, 'Chart.yaml'), 'utf8'));
  const values = merge(parse(readFileSync(join(chart, 'values.yaml'), 'utf8')), overrides);
  const files = {
    Get: (name) => readFileSync(join(chart, name), 'utf8'),
  };
  const root = {
    Values: values,
    Release: { Name: release.name, Namespace: release.namespace, Service: 'Helm' },
    Chart: { Name: about.name, Version: about.version, AppVersion: about.appVersion },
    Files: files,
  };

  const folder = join(chart, 'templates');
  const names = readdirSync(folder).sort();
  const defined = new Map();
  const trees = names.map((name) => [name, parseTemplate(readFileSync(join(folder, name), 'utf8'), name)]);
  for (const node of trees.flatMap(([, tree]) => tree).filter((n) => n.kind === 'define')) {
    defined.set(node.name, node.body);
  }

  const texts = trees
    .filter(([name]) => name.endsWith('.yaml'))
    .map(([name, tree]) => [name, run(tree, { dot: root, variables: { '': root }, defined })]);
  return Object.fromEntries(texts.filter(([, text]) => text.trim().length > 0));
}

/** Maps are laid over each other key by key, anything else replaces; null removes, as in Helm. */
export function merge(below, above) {
  if (!isMap(below) || !isMap(above)) {
    return above;
  }

  const result = { ...below };
  for (const [key, value] of Object.entries(above)) {
    if (value === null) {
      delete result[key];
    } else {
      result[key] = key in below ? merge(below[key], value) : value;
    }
  }

  return result;
}

function isMap(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function run(nodes, scope) {
  return nodes.map((node) => {
    try {
      return runNode(node, scope);
    } catch (fault) {
      throw fault instanceof TemplateError ? fault : new TemplateError(fault.message, node.file, node.line);
    }
  }).join('');
}

function runNode(node, scope) {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'output': {
      const value = evaluate(node.value, scope);
      return typeof value === 'bigint' ? value.toString() : print(value);
    }
    case 'assign':
      scope.variables[node.name] = evaluate(node.value, scope);
      return '';
    case 'if': {
      const taken = node.branches.find((b) => b.condition === null || isTrue(evaluate(b.condition, scope)));
      return taken ? run(taken.body, scope) : '';
    }
    case 'with': {
      const value = evaluate(node.over, scope);
      return isTrue(value) ? run(node.body, { ...scope, dot: value }) : '';
    }
    case 'range':
      return entries(evaluate(node.over, scope)).map(([key, value]) => {
        const own = { ...(node.key && { [node.key]: key }), ...(node.value && { [node.value]: value }) };
        return run(node.body, { ...scope, dot: value, variables: { ...scope.variables, ...own } });
      }).join('');
    default:
      return '';
  }
}

/** Go walks a map by its sorted keys. */
function entries(value) {
  return Array.isArray(value) ? [...value.entries()] : Object.entries(value ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

function evaluate(expression, scope) {
  let piped;
  for (const [index, command] of expression.commands.entries()) {
    const extra = index === 0 ? [] : [piped];
    const [head, ...rest] = command;
    if (head.call) {
      piped = call(head.call, [...rest.map((o) => operand(o, scope)), ...extra], scope);
    } else if (head.path?.join('.') === 'Files.Get') {
      piped = operand(head, scope)(operand(rest[0], scope));
    } else if (rest.length + extra.length > 0) {
      throw new Error('an operand that is no function has arguments');
    } else {
      piped = operand(head, scope);
    }
  }

  return piped;
}

function call(name, args, scope) {
  if (name === 'include') {
    const body = scope.defined.get(args[0]);
    if (!body) {
      throw new Error(`includes "${args[0]}", which is not defined`);
    }

    return run(body, { ...scope, dot: args[1], variables: { '': args[1] } });
  }

  if (!Object.hasOwn(functions, name)) {
    throw new Error(`${name} is not in the subset: ${Object.keys(functions).join(', ')}, include`);
  }

  return functions[name](...args);
}

function operand(token, scope) {
  if (token.commands) {
    return evaluate(token, scope);
  }

  if ('constant' in token) {
    return token.constant;
  }

  if (token.call) {
    return call(token.call, [], scope);
  }

  let value = token.variable === undefined ? scope.dot : variable(token.variable, scope);
  for (const key of token.path) {
    if (value === null || value === undefined) {
      throw new Error(`.${token.path.join('.')}: there is nothing to take ${key} of`);
    }

    value = Object.hasOwn(value, key) ? value[key] : undefined;
  }

  return value;
}

function variable(name, scope) {
  if (!(name in scope.variables)) {
    throw new Error(`$${name} is not set`);
  }

  return scope.variables[name];
}
