// Works out what a deployment of a parameter file would make: each resource with its properties, in one flat list.
import { dirname, join, relative } from 'node:path';
import { Fault, evaluate, functions, within } from './bicep-values.mjs';

// What only Azure knows of a resource, by its type: stand-ins in the form that the service gives.
const runtime = {
  'Microsoft.ManagedIdentity/userAssignedIdentities': () => ({ clientId: '00000000-0000-0000-0000-00000000000a', principalId: '00000000-0000-0000-0000-00000000000b' }),
  'Microsoft.Storage/storageAccounts': name => ({ primaryEndpoints: { blob: `https://${name}.blob.core.windows.net/`, table: `https://${name}.table.core.windows.net/` } }),
  'Microsoft.Insights/components': () => ({ ConnectionString: 'InstrumentationKey=00000000-0000-0000-0000-000000000003;IngestionEndpoint=https://eastus2.in.applicationinsights.azure.com/' }),
  'Microsoft.DurableTask/schedulers': name => ({ endpoint: `https://${name}-abcdef.eastus2.durabletask.io` }),
  'Microsoft.Communication/communicationServices': name => ({ hostName: `${name}.unitedstates.communication.azure.com` }),
  'Microsoft.Communication/emailServices/domains': name => ({
    fromSenderDomain: name.endsWith('AzureManagedDomain') ? '00000000-0000-0000-0000-000000000004.azurecomm.net' : name.split('/').at(-1),
    verificationRecords: { Domain: { type: 'TXT', name: '@', value: 'ms-domain-verification=00000000', ttl: 3600 } },
  }),
  'Microsoft.KeyVault/vaults': name => ({ vaultUri: `https://${name}.vault.azure.net/` }),
  'Microsoft.Web/sites': name => ({ defaultHostName: `${name}.azurewebsites.net` }),
};

const fullName = Symbol('full name');

/** What would be deployed; 'read' gives the declarations of a file. */
export function plan({ folder, parameters, set = {}, environment = {}, read }) {
  const resources = [];
  const faults = [];
  const file = join(folder, parameters);
  const settings = read(file);
  const using = settings.find(one => one.kind === 'using');
  if (!using) return { resources, outputs: {}, faults: [`${parameters} names no file that it is for`] };
  const given = {};
  const assignments = settings.filter(one => one.kind === 'var');
  const own = { file, environment, find: name => value(assignments.find(one => one.name === name)) };
  function value(one) {
    return Object.hasOwn(set, one.name) ? set[one.name] : evaluate(one.value, own);
  }
  for (const one of assignments) attempt(parameters, () => given[one.name] = value(one));
  Object.assign(given, set);
  const outputs = deploy(join(dirname(file), using.path), given);
  return { resources, outputs, faults };

  function attempt(path, work) {
    try {
      return work();
    } catch (error) {
      faults.push(`${path}: ${error instanceof Fault ? error.message : `${error.stack}`}`);
      return undefined;
    }
  }

  function deploy(path, parametersGiven) {
    const name = relative(folder, path);
    const declarations = read(path);
    const values = new Map();
    const scope = { file: path, environment, find: (wanted, line) => {
      if (!values.has(wanted)) {
        const one = declarations.find(item => item.name === wanted && item.kind !== 'output');
        if (!one) throw new Fault(`line ${line}: nothing declares '${wanted}'`);
        values.set(wanted, known(one));
      }
      return values.get(wanted);
    } };

    for (const extra of Object.keys(parametersGiven)) {
      if (!declarations.some(one => one.kind === 'param' && one.name === extra)) faults.push(`${name}: there is no parameter '${extra}'`);
    }
    for (const one of declarations) {
      if (['param', 'resource', 'module', 'var'].includes(one.kind)) attempt(name, () => scope.find(one.name));
    }
    return Object.fromEntries(declarations.filter(one => one.kind === 'output').map(one => [one.name, attempt(name, () => evaluate(one.value, scope))]));

    function known(one) {
      if (one.kind === 'param') return parameter(one);
      if (one.kind === 'var') return evaluate(one.value, scope);
      if (!one.loop) return single(one, scope);
      return evaluate(one.loop.over, scope).map((item, index) => single(one, within(scope, { [one.loop.item]: item, ...(one.loop.index && { [one.loop.index]: index }) })));
    }

    function single(one, inner) {
      if (one.condition && !evaluate(one.condition, inner)) return null;
      return one.kind === 'module' ? module(one, inner) : resource(one, inner);
    }

    function module(one, inner) {
      const passed = one.body.properties.find(property => property.name.value === 'params')?.value;
      return { outputs: deploy(join(dirname(path), one.path), passed ? evaluate(passed, inner) : {}) };
    }

    function resource(one, inner) {
      const { parent, scope: over, dependsOn, ...properties } = evaluate(one.body, inner);
      if (typeof properties.name !== 'string' || properties.name === '') throw new Fault(`line ${one.line}: '${one.name}' has no name`);
      const full = parent ? `${parent[fullName]}/${properties.name}` : properties.name;
      const id = `${over?.id ?? functions.resourceGroup().id}/providers/${one.type}/${full}`;
      if (!one.existing) resources.push({ file: name, symbol: one.name, type: one.type, version: one.version, id, scope: over?.id ?? null, dependsOn: dependsOn?.length ?? 0, ...properties, name: full });
      return { id, type: one.type, ...properties, [fullName]: full, properties: { ...properties.properties, ...runtime[one.type]?.(full) } };
    }

    function parameter(one) {
      const value = Object.hasOwn(parametersGiven, one.name) ? parametersGiven[one.name] : one.value ? evaluate(one.value, scope) : undefined;
      if (value === undefined) throw new Fault(`'${one.name}' has no value`);
      const wrong = parameterFault(one, value, scope);
      if (wrong) faults.push(`${name}: '${one.name}' ${wrong}`);
      return value;
    }
  }
}

const types = { string: value => typeof value === 'string', int: Number.isInteger, bool: value => typeof value === 'boolean', object: value => typeof value === 'object' && !Array.isArray(value) };

function parameterFault(one, value, scope) {
  const fits = one.type.endsWith('[]') || one.type === 'array' ? Array.isArray : types[one.type];
  if (!fits) return `has the type ${one.type}, which the reader does not know`;
  if (!fits(value)) return `is no ${one.type}`;
  const size = typeof value === 'object' ? Object.keys(value).length : typeof value === 'string' ? value.length : value;
  for (const { name, args } of one.decorators) {
    const bound = args.length > 0 ? evaluate(args[0], scope) : undefined;
    if (name === 'allowed' && ![value].flat().every(item => bound.includes(item))) return `is none of ${bound.join(', ')}`;
    if (['minValue', 'minLength'].includes(name) && size < bound) return `is less than ${bound}`;
    if (['maxValue', 'maxLength'].includes(name) && size > bound) return `is more than ${bound}`;
  }
  return null;
}
