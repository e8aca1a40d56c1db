// What the compiler would say of names: those that nothing declares, those that nothing uses, and modules that do not fit.
import { functions } from './bicep-values.mjs';

/** A sentence for each name that is wrong in a file. 'modules' has the declarations of the modules by their path. */
export function nameFaults(declarations, modules) {
  const faults = [];
  const used = new Set();
  const known = new Map(declarations.filter(one => one.name && one.kind !== 'output').map(one => [one.name, one]));
  for (const [name, count] of countBy(declarations.filter(one => one.name), one => `${one.kind === 'output' ? 'output ' : ''}${one.name}`)) {
    if (count > 1) faults.push(`'${name}' is declared ${count} times`);
  }
  for (const one of declarations) {
    const local = one.loop ? [one.loop.item, one.loop.index] : [];
    walk(one.loop?.over, []);
    for (const part of [one.condition, one.body, one.value]) walk(part, local);
    if (one.kind === 'module') moduleFaults(one);
    // A loop of a variable is worked out before anything is deployed; map() is not.
    if (one.kind === 'var' && one.value.kind === 'for') runtimeFaults(one, one.value);
  }
  for (const one of declarations) {
    if (['param', 'var'].includes(one.kind) && !used.has(one.name)) faults.push(`line ${one.line}: '${one.name}' is declared and never used`);
    if (one.existing && !used.has(one.name)) faults.push(`line ${one.line}: '${one.name}' is declared and never used`);
  }
  return faults;

  function walk(node, local) {
    if (!node) return;
    if (node.kind === 'name' && !local.includes(node.name)) {
      if (known.has(node.name)) used.add(node.name);
      else faults.push(`line ${node.line}: nothing declares '${node.name}'`);
    }
    if (node.kind === 'call' && !Object.hasOwn(functions, node.name)) faults.push(`line ${node.line}: the reader knows no function '${node.name}'`);
    if (node.kind === 'member' && node.of.kind === 'member' && node.of.name === 'outputs' && node.of.of.kind === 'name') {
      const module = known.get(node.of.of.name);
      if (module?.kind === 'module' && !modules[module.path]?.some(one => one.kind === 'output' && one.name === node.name)) {
        faults.push(`line ${node.line}: module '${module.name}' has no output '${node.name}'`);
      }
    }
    const inner = node.kind === 'lambda' ? [...local, ...node.names] : node.kind === 'for' ? [...local, node.item, node.index] : local;
    if (node.kind === 'object') {
      for (const [name, count] of countBy(node.properties, property => property.name.value)) {
        if (name !== undefined && count > 1) faults.push(`property '${name}' stands ${count} times in one object`);
      }
    }
    for (const child of children(node)) walk(child, inner);
  }

  function runtimeFaults(one, node) {
    if (node.kind === 'member' && ['properties', 'outputs'].includes(node.name)) {
      faults.push(`line ${one.line}: the loop of '${one.name}' asks for ${node.name} that are not known yet: use map()`);
    }
    children(node).forEach(child => runtimeFaults(one, child));
  }

  function moduleFaults(one) {
    const target = modules[one.path];
    if (!target) return void faults.push(`line ${one.line}: there is no module '${one.path}'`);
    const given = one.body.properties.find(property => property.name.value === 'params')?.value.properties.map(property => property.name.value) ?? [];
    const taken = target.filter(item => item.kind === 'param');
    for (const name of given) {
      if (!taken.some(item => item.name === name)) faults.push(`line ${one.line}: '${one.path}' has no parameter '${name}'`);
    }
    for (const item of taken) {
      if (!item.value && !given.includes(item.name)) faults.push(`line ${one.line}: '${one.path}' needs the parameter '${item.name}'`);
    }
  }
}

function countBy(items, key) {
  const counts = new Map();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

function children(node) {
  return [node.of, node.index, node.condition, node.yes, node.no, node.left, node.right, node.over, node.body,
    ...(node.args ?? []), ...(node.items ?? []), ...(node.pieces ?? []), ...(node.properties ?? []).flatMap(property => [property.name, property.value]),
  ].filter(child => child && typeof child === 'object');
}
