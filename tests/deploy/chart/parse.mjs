// Reads the subset of Helm's template language that the chart keeps to, into a tree. What is not in the subset is an error with its line,
// so that a template which renders here renders in Helm as well.

/** A fault of a template, with where it is. */
export class TemplateError extends Error {
  constructor(message, file, line) {
    super(`${file}:${line}: ${message}`);
  }
}

/** Tree of a template: a list of {text} | {output} | {assign} | {if} | {range} | {with} | {define}, each with its line. */
export function parseTemplate(source, file) {
  const parts = split(source, file);
  let next = 0;

  const body = (closers) => {
    const nodes = [];
    for (; next < parts.length; next++) {
      const part = parts[next];
      if (part.text !== undefined) {
        nodes.push(part);
        continue;
      }

      const [word] = part.code.split(/\s/, 1);
      if (closers.includes(word)) {
        return nodes;
      }

      nodes.push(action(part, word));
    }

    if (closers.length > 0) {
      throw new TemplateError(`ends without {{ ${closers.at(-1)} }}`, file, parts.at(-1)?.line ?? 1);
    }

    return nodes;
  };

  const action = (part, word) => {
    const rest = part.code.slice(word.length).trim();
    const where = { line: part.line, file };
    switch (word) {
      case 'if':
        return { ...where, kind: 'if', branches: branches(rest, where) };
      case 'range': {
        const named = /^(?:\$(\w+)\s*,\s*)?\$(\w+)\s*:=\s*(.*)$/s.exec(rest);
        next++;
        return { ...where, kind: 'range', key: named?.[1], value: named?.[2], over: expression(named?.[3] ?? rest, where), body: body(['end']) };
      }
      case 'with':
        next++;
        return { ...where, kind: 'with', over: expression(rest, where), body: body(['end']) };
      case 'define':
        next++;
        return { ...where, kind: 'define', name: JSON.parse(rest), body: body(['end']) };
      case 'else':
      case 'end':
        throw new TemplateError(`{{ ${part.code} }} closes nothing`, file, part.line);
      default: {
        const assigned = /^\$(\w+)\s*:?=\s*(.*)$/s.exec(part.code);
        return assigned
          ? { ...where, kind: 'assign', name: assigned[1], value: expression(assigned[2], where) }
          : { ...where, kind: 'output', value: expression(part.code, where) };
      }
    }
  };

  const branches = (condition, where) => {
    next++;
    const list = [{ condition: expression(condition, where), body: body(['else', 'end']) }];
    for (let code = parts[next].code; code !== 'end'; code = parts[next].code) {
      const otherwise = /^else(?:\s+if\s+(.*))?$/s.exec(code);
      if (!otherwise) {
        throw new TemplateError(`{{ ${code} }} is not in the subset: else, else if`, file, parts[next].line);
      }

      next++;
      list.push({ condition: otherwise[1] === undefined ? null : expression(otherwise[1], where), body: body(['else', 'end']) });
    }

    return list;
  };

  return body([]);
}

/** Text and actions in turn; the markers {{- and -}} have eaten the white space beside them. */
function split(source, file) {
  const parts = [];
  const pattern = /\{\{(-(?=\s))?\s*(\/\*.*?\*\/|(?:"(?:[^"\\]|\\.)*"|[^"}]|\}(?!\}))*?)\s*((?<=\s)-)?\}\}/gs;
  let from = 0;
  let line = 1;
  let eat = false;
  const push = (text, trimEnd) => {
    const kept = eat ? text.trimStart() : text;
    const cut = trimEnd ? kept.trimEnd() : kept;
    if (cut.length > 0) {
      parts.push({ kind: 'text', text: cut, line });
    }

    line += text.split('\n').length - 1;
  };

  for (const match of source.matchAll(pattern)) {
    push(source.slice(from, match.index), match[1] !== undefined);
    if (!match[2].startsWith('/*')) {
      parts.push({ code: match[2], line });
    }

    line += match[0].split('\n').length - 1;
    eat = match[3] !== undefined;
    from = match.index + match[0].length;
  }

  push(source.slice(from), false);
  const unread = parts.find((p) => p.text?.includes('{{'));
  if (unread) {
    throw new TemplateError('{{ without }}', file, unread.line);
  }

  return parts;
}

/** An expression: commands piped into each other, each a function with arguments or one operand. */
function expression(source, where) {
  const tokens = source.match(/"(?:[^"\\]|\\.)*"|[()|]|[^\s()|"]+/g) ?? [];
  let next = 0;

  const pipeline = () => {
    const commands = [command()];
    while (tokens[next] === '|') {
      next++;
      commands.push(command());
    }

    return { commands };
  };

  const command = () => {
    const operands = [];
    while (next < tokens.length && tokens[next] !== '|' && tokens[next] !== ')') {
      operands.push(operand(tokens[next++]));
    }

    if (operands.length === 0) {
      throw new TemplateError(`"${source}" has an empty command`, where.file, where.line);
    }

    return operands;
  };

  const operand = (token) => {
    if (token === '(') {
      const inner = pipeline();
      if (tokens[next++] !== ')') {
        throw new TemplateError(`"${source}" has no )`, where.file, where.line);
      }

      return inner;
    }

    if (token.startsWith('"')) {
      return { constant: JSON.parse(token) };
    }

    if (/^-?\d+(\.\d+)?$/.test(token)) {
      return { constant: Number(token) };
    }

    if (token === 'true' || token === 'false') {
      return { constant: token === 'true' };
    }

    const path = /^(\$\w*)?((?:\.\w+)*\.?)$/.exec(token);
    if (path && token !== '') {
      return { variable: path[1]?.slice(1), path: path[2].split('.').filter(Boolean) };
    }

    if (/^[a-zA-Z]\w*$/.test(token)) {
      return { call: token };
    }

    throw new TemplateError(`"${token}" is not in the subset`, where.file, where.line);
  };

  const tree = pipeline();
  if (next < tokens.length) {
    throw new TemplateError(`"${source}" has a ) too many`, where.file, where.line);
  }

  return tree;
}
