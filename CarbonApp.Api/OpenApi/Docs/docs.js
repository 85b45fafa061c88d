// Builds a form for every call of the OpenAPI document. Text only ever enters the page as text, never as markup.
'use strict';

const TITLES = { v2: 'Version 2', v1: 'Version 1, as the Carbon Optimizer knows it', service: 'The service itself' };
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

function element(tag, properties = {}, ...children) {
  const { dataset, ...rest } = properties;
  const node = Object.assign(document.createElement(tag), rest);
  Object.assign(node.dataset, dataset);
  node.append(...children);
  return node;
}

/** Text in which `names` stand between backquotes. */
function prose(text) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));
}

function field(id, name, hint, control) {
  control.id = id;
  const label = element('label', { htmlFor: id }, name);
  if (hint) {
    label.append(element('span', { className: 'hint' }, ' — ', ...prose(hint)));
  }
  return [label, control];
}

function shellQuote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function curlLine(method, url, body) {
  const parts = ['curl', '-sS'];
  if (method !== 'get') {
    parts.push('-X', method.toUpperCase());
  }
  if (body !== undefined) {
    parts.push('-H', shellQuote('Content-Type: application/json'), '-d', shellQuote(body));
  }
  parts.push(shellQuote(url));
  return parts.join(' ');
}

function targetOf(path, parameters) {
  const query = new URLSearchParams();
  let target = path;
  for (const { name, place, input } of parameters) {
    if (place === 'path') {
      target = target.replace(`{${name}}`, encodeURIComponent(input.value));
    } else if (input.value !== '') {
      query.set(name, input.value);
    }
  }
  const text = query.toString();
  return new URL(text ? `${target}?${text}` : target, location.origin).href;
}

/** Only the first line is read out by screen readers: an answer may be a thousand lines long. */
async function send(method, url, body, status, answer) {
  const started = performance.now();
  const say = (words, good) => { status.textContent = words; status.classList.toggle('bad', !good); };
  answer.replaceChildren();
  say('Waiting for the answer…', true);
  try {
    const response = await fetch(url, {
      method: method.toUpperCase(),
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body,
    });
    const text = await response.text();
    const took = Math.round(performance.now() - started);
    say(`${response.status} ${response.statusText} in ${took} ms`, response.ok);
    answer.replaceChildren(element('h3', {}, 'Body'), element('pre', { tabIndex: 0 }, pretty(text)));
  } catch (error) {
    say(`No answer: ${error.message}. Is the service still running?`, false);
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text === '' ? '(empty)' : text;
  }
}

function operationForm(path, method, operation) {
  const id = operation.operationId ?? `${method}-${path}`;
  const form = element('form', { className: 'operation' });
  if (operation.description) {
    form.append(element('p', {}, ...prose(operation.description)));
  }

  const parameters = (operation.parameters ?? []).map((parameter) => {
    const input = element('input', { value: parameter.in === 'path' ? parameter.example ?? '' : '', required: parameter.required === true, autocomplete: 'off' });
    if (parameter.in !== 'path' && parameter.example) {
      input.placeholder = parameter.example;
    }
    form.append(...field(`${id}-${parameter.name}`, parameter.name, parameter.description, input));
    return { name: parameter.name, place: parameter.in, input };
  });

  const sample = operation.requestBody?.content?.['application/json']?.example;
  let body;
  if (operation.requestBody) {
    body = element('textarea', { value: JSON.stringify(sample ?? {}, null, 2), spellcheck: false });
    form.append(...field(`${id}-body`, 'Body (JSON)', operation.requestBody.description, body));
  }

  const curl = element('pre', { tabIndex: 0 });
  const status = element('p', { className: 'status', role: 'status' });
  const answer = element('div');
  const button = element('button', { type: 'submit' }, 'Send');
  const showCurl = () => { curl.textContent = curlLine(method, targetOf(path, parameters), body?.value); };
  form.addEventListener('input', showCurl);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    await send(method, targetOf(path, parameters), body?.value, status, answer);
    button.disabled = false;
    button.focus();
  });
  showCurl();
  form.append(element('h3', {}, 'The same call with curl'), curl, button, status, answer);
  return form;
}

/** A path may be broken behind a slash, nowhere else. */
function breakable(path) {
  return path.split(/(?<=\/)/).flatMap((part) => [part, document.createElement('wbr')]);
}

function operationDetails(path, method, operation) {
  const details = element('details', { dataset: { operation: operation.operationId ?? '' } });
  details.append(
    element('summary', {},
      element('span', { className: 'method' }, method.toUpperCase()),
      ' ',
      element('span', { className: 'path' }, ...breakable(path)),
      ' ',
      element('span', { className: 'what' }, operation.summary ?? '')),
    operationForm(path, method, operation),
  );
  return details;
}

async function start() {
  const main = document.getElementById('operations');
  const about = document.getElementById('about');
  try {
    const response = await fetch('/openapi/v1.json');
    const specification = await response.json();
    const groups = new Map();
    for (const [path, item] of Object.entries(specification.paths)) {
      for (const method of METHODS.filter((m) => item[m])) {
        const group = path.startsWith('/api/v') ? path.split('/')[2] : 'service';
        groups.set(group, [...(groups.get(group) ?? []), operationDetails(path, method, item[method])]);
      }
    }
    about.textContent = specification.info.description;
    for (const [name, operations] of [...groups].sort(([a], [b]) => (a < b ? 1 : -1))) {
      main.append(element('section', {}, element('h2', {}, TITLES[name] ?? name), ...operations));
    }
  } catch (error) {
    about.textContent = `The description could not be loaded (${error.message}). Reload the page to try again.`;
  } finally {
    main.setAttribute('aria-busy', 'false');
  }
}

start();
