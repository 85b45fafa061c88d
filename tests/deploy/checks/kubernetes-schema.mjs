// Kubernetes' own schema, from the npm package kubernetes-models: its compiled validators, and the fields they never look at.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
/** By path, since the package offers its validators only together with classes that copy what they are given. */
const schemas = join(dirname(require.resolve('kubernetes-models')), '_schemas');

/** Faults of one manifest against the schema of its kind; a field that the schema does not have is one. */
export function schemaFaults(object) {
  const validate = validatorOf(object);
  if (!validate) {
    return [`Kubernetes has no ${object.apiVersion} ${object.kind}`];
  }

  const read = new Set();
  if (!validate(watched(object, '', read))) {
    return validate.errors.map((e) => `${e.instancePath} ${e.keyword} ${JSON.stringify(e.params)}`);
  }

  return fieldsOf(object, '').filter((path) => !read.has(path)).map((path) => `Kubernetes knows no ${path}`);
}

function validatorOf({ apiVersion, kind }) {
  try {
    const models = require(`kubernetes-models/${apiVersion}`);
    const [name] = Object.entries(models).find(([alias, model]) => alias !== kind && model === models[kind]);
    return require(join(schemas, `${name}.js`)).validate;
  } catch {
    return undefined;
  }
}

/** The same value, noting which fields are read: a validator reads every field that its schema has, and each entry of a map. */
function watched(value, path, read) {
  if (value === null || typeof value !== 'object') {
    return value;
  }

  return new Proxy(value, {
    get(target, key) {
      const own = typeof key === 'string' && Object.hasOwn(target, key);
      const at = `${path}/${String(key)}`;
      if (own) {
        read.add(at);
      }

      return own ? watched(target[key], at, read) : target[key];
    },
  });
}

function fieldsOf(value, path) {
  return value === null || typeof value !== 'object' ? []
    : Object.entries(value).flatMap(([key, inner]) => [`${path}/${key}`, ...fieldsOf(inner, `${path}/${key}`)]);
}
