// Works out expressions as a deployment would, with stand-ins for what only Azure knows.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Raised for an expression that a deployment would refuse. */
export class Fault extends Error {}

/** Works an expression out; 'scope' has 'find(name)', 'file' and 'environment'. */
export function evaluate(node, scope) {
  switch (node.kind) {
    case 'literal': return node.value;
    case 'text': return node.pieces.map(piece => String(plain(evaluate(piece, scope), piece))).join('');
    case 'name': return scope.find(node.name, node.line);
    case 'array': return node.items.map(item => evaluate(item, scope));
    case 'object': return Object.fromEntries(node.properties.map(property => [evaluate(property.name, scope), evaluate(property.value, scope)]));
    case 'choice': return evaluate(evaluate(node.condition, scope) ? node.yes : node.no, scope);
    case 'unary': return node.operator === '!' ? !evaluate(node.of, scope) : -evaluate(node.of, scope);
    case 'binary': return binary(node, scope);
    case 'for': return evaluate(node.over, scope).map((item, index) => evaluate(node.body, within(scope, { [node.item]: item, ...(node.index && { [node.index]: index }) })));
    case 'lambda': return (...values) => evaluate(node.body, within(scope, Object.fromEntries(node.names.map((name, at) => [name, values[at]]))));
    case 'index': return evaluate(node.of, scope)[evaluate(node.index, scope)];
    case 'member': {
      const of = evaluate(node.of, scope);
      if (of === null || of === undefined || !(node.name in Object(of))) throw new Fault(`line ${node.line}: there is no '${node.name}' in ${describe(node.of)}`);
      return of[node.name];
    }
    case 'call': return functions[node.name](scope, ...node.args.map(arg => evaluate(arg, scope)));
    default: throw new Fault(`the reader cannot work out a ${node.kind}`);
  }
}

/** A scope with further names. */
export const within = (scope, names) => ({ ...scope, find: (name, line) => Object.hasOwn(names, name) ? names[name] : scope.find(name, line) });

const describe = node => node.kind === 'name' ? `'${node.name}'` : node.kind === 'member' ? `${describe(node.of)}.${node.name}` : `a ${node.kind}`;

function plain(value, node) {
  if (value === null || typeof value === 'object' || value === undefined) throw new Fault(`${describe(node)} is no text`);
  return value;
}

function binary(node, scope) {
  const left = evaluate(node.left, scope);
  if (node.operator === '&&') return left && evaluate(node.right, scope);
  if (node.operator === '||') return left || evaluate(node.right, scope);
  if (node.operator === '??') return left ?? evaluate(node.right, scope);
  const right = evaluate(node.right, scope);
  switch (node.operator) {
    case '==': return left === right;
    case '!=': return left !== right;
    case '<': return left < right;
    case '<=': return left <= right;
    case '>': return left > right;
    case '>=': return left >= right;
    case '+': return left + right;
    case '-': return left - right;
    case '*': return left * right;
    default: throw new Fault(`the reader knows no operator ${node.operator}`);
  }
}

const hash = (...parts) => createHash('sha256').update(parts.join('|')).digest('hex');
const subscription = '00000000-0000-0000-0000-000000000001';
const group = { id: `/subscriptions/${subscription}/resourceGroups/tipstaff`, name: 'tipstaff', location: 'eastus2', tags: {} };

/** The functions of Bicep that our files use; whoever needs another adds it here. */
export const functions = {
  uniqueString: (_, ...parts) => hash(...parts).slice(0, 13),
  guid: (_, ...parts) => hash(...parts).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
  resourceGroup: () => group,
  tenant: () => ({ tenantId: '00000000-0000-0000-0000-000000000002' }),
  subscriptionResourceId: (_, type, ...names) => `/subscriptions/${subscription}/providers/${type}/${names.join('/')}`,
  toLower: (_, text) => text.toLowerCase(),
  take: (_, of, count) => of.slice(0, count),
  string: (_, value) => typeof value === 'string' ? value : JSON.stringify(value),
  empty: (_, value) => value === null || (typeof value === 'object' ? Object.keys(value).length === 0 : value === ''),
  concat: (_, ...lists) => lists.flat(),
  union: (_, ...objects) => Array.isArray(objects[0]) ? [...new Set(objects.flat())] : Object.assign({}, ...objects),
  items: (_, object) => Object.keys(object).sort().map(key => ({ key, value: object[key] })),
  map: (_, list, each) => list.map(item => each(item)),
  reduce: (_, list, start, next) => list.reduce((all, item) => next(all, item), start),
  toObject: (_, list, key, value) => Object.fromEntries(list.map(item => [key(item), value ? value(item) : item])),
  int: (_, text) => Number(text),
  loadTextContent: (scope, path) => readFileSync(join(dirname(scope.file), path), 'utf8'),
  loadJsonContent: (scope, path) => JSON.parse(readFileSync(join(dirname(scope.file), path), 'utf8')),
  readEnvironmentVariable: (scope, name, usual) => {
    const value = scope.environment[name] ?? usual;
    if (value === undefined) throw new Fault(`the environment has no ${name}`);
    return value;
  },
};
