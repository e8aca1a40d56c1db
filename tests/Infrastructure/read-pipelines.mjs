// Tells what the pipeline's files say, and what runs of it would be: templates put in, conditions decided, and the whole held to the
// published schema. Asked by lines of JSON: { "root": "…", "runs": { "name": { "reason": "PullRequest", "parameters": {} } } }
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { answer } from './answer.mjs';

const require = createRequire(import.meta.url);
const { default: Ajv } = require('ajv');
const { parseDocument } = require('yaml');
const schema = 'schemastore/schemas/json/raw.githubusercontent.com/microsoft/azure-pipelines-vscode/master/service-schema.json';
// The service reads a scalar as what it needs there: 15 and '15' are the same.
const validate = new Ajv({ strict: false, coerceTypes: true, unicodeRegExp: false, logger: false, allErrors: true })
  .compile(JSON.parse(readFileSync(join(import.meta.dirname, 'node_modules', schema), 'utf8')));
const main = 'azure-pipelines.yml';

answer(({ root, runs }) => {
  const files = {};
  for (const path of [main, ...readdirSync(join(root, 'pipelines')).filter(name => name.endsWith('.yml')).map(name => join('pipelines', name))]) {
    const document = parseDocument(readFileSync(join(root, path), 'utf8'), { uniqueKeys: true });
    const value = document.toJS() ?? {};
    const declared = value.parameters ?? [];
    const used = [...new Set([...JSON.stringify({ ...value, parameters: [] }).matchAll(/parameters\.(\w+)/g)].map(match => match[1]))];
    files[path] = {
      errors: document.errors.map(error => error.message),
      parameters: declared.map(({ name, type, displayName }) => ({ name, type: type ?? null, displayName: displayName ?? null })),
      used,
      value,
    };
  }
  const planned = Object.fromEntries(Object.entries(runs).map(([name, run]) => [name, plan(root, files, run)]));
  return { files: Object.fromEntries(Object.entries(files).map(([path, { value, ...facts }]) => [path, facts])), runs: planned };
});

function plan(root, files, { reason, parameters = {} }) {
  const faults = [];
  const templates = new Set();
  const value = load(main, parameters);
  if (!validate(structuredClone(value))) faults.push(...schemaFaults(validate.errors));
  return { faults: [...new Set(faults)], templates: [...templates], stages: (value.stages ?? []).map(stageFacts) };

  function load(path, given) {
    const { parameters: declared = [], ...body } = files[path]?.value ?? {};
    for (const name of Object.keys(given)) {
      if (!declared.some(one => one.name === name)) faults.push(`${path} has no parameter '${name}'`);
    }
    const values = {};
    for (const { name, default: usual, values: allowed } of declared) {
      values[name] = given[name] ?? usual;
      if (values[name] === undefined) faults.push(`${path} needs the parameter '${name}'`);
      else if (allowed && !allowed.includes(values[name])) faults.push(`${path}: '${name}' is none of ${allowed.join(', ')}`);
    }
    return expand(body, { path, parameters: values, variables: { 'Build.Reason': reason } });
  }

  function expand(node, scope) {
    if (typeof node === 'string') return text(node, scope);
    if (Array.isArray(node)) return node.flatMap(item => items(item, scope));
    if (node === null || typeof node !== 'object') return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [text(key, scope), expand(value, scope)]));
  }

  // - ${{ if … }}: [ … ]        - template: x.yml
  function items(item, scope) {
    const [key] = item && typeof item === 'object' ? Object.keys(item) : [];
    const condition = /^\$\{\{\s*if\s+(.*)\}\}$/.exec(key ?? '')?.[1];
    if (condition !== undefined) return decide(condition, scope) ? item[key].flatMap(one => items(one, scope)) : [];
    if (item?.template === undefined) return [expand(item, scope)];
    const path = relative(root, join(root, dirname(scope.path), item.template));
    if (!existsSync(join(root, path))) {
      faults.push(`${scope.path}: there is no template ${item.template}`);
      return [];
    }
    templates.add(path);
    const { stages, steps } = load(path, expand(item.parameters ?? {}, scope));
    return stages ?? steps ?? [];
  }

  function text(value, scope) {
    const whole = /^\$\{\{([^}]*)\}\}$/.exec(value);
    return whole ? decide(whole[1], scope) : value.replace(/\$\{\{([^}]*)\}\}/g, (_, inner) => decide(inner, scope));
  }

  // eq(variables['Build.Reason'], 'PullRequest')   parameters.stage
  function decide(expression, scope) {
    const [, name, args] = /^\s*(\w+)\((.*)\)\s*$/.exec(expression) ?? [];
    if (name === 'eq' || name === 'ne') {
      const [left, right] = args.split(',').map(arg => decide(arg, scope));
      return (left === right) === (name === 'eq');
    }
    const [, parameter] = /^\s*parameters\.(\w+)\s*$/.exec(expression) ?? [];
    if (parameter !== undefined) {
      if (!(parameter in scope.parameters)) faults.push(`${scope.path}: nothing declares the parameter '${parameter}'`);
      return scope.parameters[parameter];
    }
    const [, variable] = /^\s*variables\['([\w.]+)'\]\s*$/.exec(expression) ?? [];
    if (variable !== undefined) return scope.variables[variable];
    const [, literal] = /^\s*'([^']*)'\s*$/.exec(expression) ?? [];
    if (literal === undefined) faults.push(`${scope.path}: the reader cannot decide ${expression.trim()}`);
    return literal;
  }
}

// Of all ways in which nothing fits, those are of use that went deepest; what another task would want is of none.
function schemaFaults(errors) {
  const branch = ({ schemaPath, instancePath }) => `${/^.*\/anyOf\/\d+(?=\/)/.exec(schemaPath)} ${/^.*\/steps\/\d+/.exec(instancePath)}`;
  const others = new Set(errors.filter(one => one.keyword === 'pattern' && one.instancePath.endsWith('/task')).map(branch));
  const own = errors.filter(one => !others.has(branch(one)));
  const depth = one => one.instancePath.split('/').length + (one.keyword === 'additionalProperties' || one.keyword === 'pattern' ? 0.5 : 0);
  const deepest = Math.max(...own.map(depth));
  return own.filter(one => depth(one) === deepest).slice(0, 10).map(one => `${one.instancePath} ${one.message} ${Object.values(one.params).join(' ')}`);
}

function stageFacts({ stage, dependsOn, condition, lockBehavior, variables = [], jobs = [] }) {
  return {
    name: stage, condition: condition ?? null, isLocked: lockBehavior === 'sequential', dependsOn: dependsOn === undefined ? null : [dependsOn].flat(),
    groups: variables.map(one => one.group).filter(Boolean),
    jobs: jobs.map(job => ({
      name: job.job ?? job.deployment, condition: job.condition ?? null, environment: job.environment ?? null,
      timeoutInMinutes: job.timeoutInMinutes ?? null, variables: job.variables ?? {},
      steps: (job.steps ?? job.strategy?.runOnce?.deploy?.steps ?? []).map(({ inputs = {}, env = {}, ...step }) => ({
        kind: Object.keys(step)[0], what: String(Object.values(step)[0]), name: step.name ?? null, artifact: step.artifact ?? null,
        inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)])),
        environment: Object.keys(env),
      })),
    })),
  };
}
