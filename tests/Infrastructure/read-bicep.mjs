// Tells what the Bicep files of a folder say, and what each of the deployments asked for would make.
// Asked by lines of JSON: { "folder": "…", "plans": { "name": { "parameters": "prod.bicepparam", "set": {}, "environment": {} } } }
import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { answer } from './answer.mjs';
import { nameFaults } from './bicep-names.mjs';
import { plan } from './bicep-plan.mjs';
import { readFile } from './bicep-syntax.mjs';

answer(({ folder, plans }) => {
  const paths = readdirSync(folder, { recursive: true }).filter(path => /\.bicep(param)?$/.test(path)).sort();
  const read = Object.fromEntries(paths.map(path => [join(folder, path), readFile(join(folder, path))]));
  const declarationsOf = path => read[path]?.declarations ?? [];

  const files = {};
  for (const [path, { errors, declarations }] of Object.entries(read)) {
    const isTemplate = path.endsWith('.bicep');
    const modules = Object.fromEntries(declarations.filter(one => one.kind === 'module').map(one => [one.path, read[join(dirname(path), one.path)]?.declarations]));
    files[relative(folder, path)] = {
      errors: errors.length || !isTemplate ? errors : nameFaults(declarations, modules),
      parameters: declarations.filter(one => one.kind === (isTemplate ? 'param' : 'var')).map(one => ({
        name: one.name, type: one.type ?? null, isRequired: isTemplate && !one.value,
        decorators: Object.fromEntries(one.decorators.map(({ name, args }) => [name, args[0]?.kind === 'literal' ? args[0].value : null])),
      })),
      resources: declarations.filter(one => one.kind === 'resource').map(({ name, type, version, existing }) => ({ symbol: name, type, version, isExisting: existing })),
      modules: declarations.filter(one => one.kind === 'module').map(({ name, path: target }) => ({ symbol: name, path: target })),
      outputs: declarations.filter(one => one.kind === 'output').map(({ name, value, decorators }) => ({ name, isSecure: decorators.some(one => one.name === 'secure'), names: names(value, declarations) })),
      calls: [...new Set(declarations.flatMap(one => calls([one.value, one.body, one.condition, one.loop?.over])))],
    };
  }

  const planned = {};
  if (Object.values(files).every(file => file.errors.length === 0)) {
    for (const [name, wanted] of Object.entries(plans)) planned[name] = plan({ folder, ...wanted, read: declarationsOf });
  }
  return { files, plans: planned };
});

// Those of the variables that a value is made of, too.
function names(node, declarations, seen = new Set()) {
  for (const { name } of all(node).filter(one => one.kind === 'name' && !seen.has(one.name))) {
    seen.add(name);
    names(declarations.find(one => one.kind === 'var' && one.name === name)?.value, declarations, seen);
  }
  return [...seen];
}

function calls(nodes) {
  return nodes.flatMap(all).flatMap(one => one.kind === 'call' ? [one.name] : one.kind === 'member' && /^list[A-Z]/.test(one.name) ? [one.name] : []);
}

function all(node) {
  return !node || typeof node !== 'object' ? [] : [node, ...Object.values(node).flatMap(child => Array.isArray(child) ? child.flatMap(all) : all(child))];
}
