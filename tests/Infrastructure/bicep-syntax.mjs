// Reads a Bicep file into declarations and expressions that the other files of this folder look at.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { Parser, Language } = require('web-tree-sitter');
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')));

/** One file: its declarations, and a sentence for each place that is no Bicep. */
export function readFile(path) {
  let text = readFileSync(path, 'utf8');
  if (path.endsWith('.bicepparam')) {
    // The grammar has no assignment of a parameter; that of a variable looks the same.
    text = text.replace(/^param(\s+\w+\s*=)/gm, 'var$1');
  }
  const root = parser.parse(text).rootNode;
  const errors = [];
  if (root.hasError) broken(root, errors);
  const declarations = [];
  let decorators = [];
  for (const node of errors.length ? [] : root.namedChildren) {
    try {
      if (node.type === 'decorators') decorators = node.namedChildren.map(decorator);
      else if (!node.type.endsWith('comment')) {
        declarations.push({ ...declaration(node), decorators, line: line(node) });
        decorators = [];
      }
    } catch (error) {
      errors.push(`line ${line(node)}: ${error.message}`);
    }
  }
  return { errors, declarations };
}

const line = node => node.startPosition.row + 1;

function broken(node, errors) {
  if (node.isError || node.isMissing) errors.push(`line ${line(node)}: '${node.text.split('\n')[0]}' is no Bicep`);
  else node.children.forEach(child => broken(child, errors));
}

function decorator(node) {
  const { name, args } = expression(node.namedChildren[0]);
  return { name, args };
}

function declaration(node) {
  const [first, second, third] = node.namedChildren.filter(child => !child.type.endsWith('comment'));
  switch (node.type) {
    case 'target_scope_assignment': return { kind: 'scope', value: expression(first) };
    case 'using_statement': return { kind: 'using', path: expression(first).value };
    case 'variable_declaration': return { kind: 'var', name: first.text, value: expression(second) };
    case 'parameter_declaration': return { kind: 'param', name: first.text, type: second.text, value: third && expression(third) };
    case 'output_declaration': return { kind: 'output', name: first.text, type: second.text, value: expression(third) };
    case 'module_declaration': return { kind: 'module', name: first.text, path: expression(second).value, ...body(third) };
    case 'resource_declaration': {
      const [type, version] = expression(second).value.split('@');
      return { kind: 'resource', name: first.text, type, version, existing: node.children.some(child => child.type === 'existing'), ...body(third) };
    }
    default: throw new Error(`the reader knows no ${node.type}`);
  }
}

// [for rule in rules: if (condition) { … }]
function body(node) {
  if (node.type === 'for_statement') {
    const loop = expression(node);
    return { loop: { item: loop.item, index: loop.index, over: loop.over }, ...body(node.childForFieldName('body')) };
  }
  if (node.type === 'if_statement') {
    const [condition, object] = node.namedChildren;
    return { condition: expression(condition), body: expression(object) };
  }
  return { body: expression(node) };
}

const escapes = { "\\'": "'", '\\\\': '\\', '\\n': '\n', '\\r': '\r', '\\t': '\t', '\\$': '$' };

function expression(node) {
  const parts = node.namedChildren.filter(child => !child.type.endsWith('comment'));
  switch (node.type) {
    case 'identifier':
    case 'compatible_identifier': return { kind: 'name', name: node.text, line: line(node) };
    // The keywords of types are names elsewhere.
    case 'primitive_type': return { kind: 'name', name: node.text, line: line(node) };
    case 'number': return literal(Number(node.text));
    case 'boolean': return literal(node.text === 'true');
    case 'null': return literal(null);
    case 'string': return text(node, parts);
    case 'array': return { kind: 'array', items: parts.map(expression) };
    case 'object': return { kind: 'object', properties: parts.map(property) };
    case 'parenthesized_expression': return { ...expression(parts[0]), isGrouped: true };
    case 'if_statement': return { kind: 'if', ...body(node) };
    case 'call_expression': {
      const args = node.childForFieldName('arguments').namedChildren.map(expression);
      return atTheEnd(expression(node.childForFieldName('function')), of => ({ kind: 'call', name: callee(of), args, line: line(node) }));
    }
    case 'member_expression':
      return atTheEnd(expression(node.childForFieldName('object')), of => ({ kind: 'member', of, name: node.childForFieldName('property').text, line: line(node) }));
    case 'subscript_expression':
      return atTheEnd(expression(node.childForFieldName('object')), of => ({ kind: 'index', of, index: expression(node.childForFieldName('index')) }));
    case 'ternary_expression':
      return { kind: 'choice', condition: expression(parts[0]), yes: expression(parts[1]), no: expression(parts[2]) };
    case 'binary_expression':
      return { kind: 'binary', operator: node.childForFieldName('operator')?.text ?? node.children[1].text, left: expression(parts[0]), right: expression(parts[1]) };
    case 'unary_expression': return { kind: 'unary', operator: node.children[0].text, of: expression(parts[0]) };
    case 'lambda_expression': return { kind: 'lambda', names: parts[0].text.replace(/[()\s]/g, '').split(','), body: expression(parts[1]) };
    case 'for_statement': {
      const [item, index] = parts[0].type === 'for_loop_parameters' ? parts[0].namedChildren.map(child => child.text) : [parts[0].text];
      return { kind: 'for', item, index, over: expression(parts[1]), body: parts[2].type === 'if_statement' ? { kind: 'if', ...body(parts[2]) } : expression(parts[2]) };
    }
    default: throw new Error(`the reader knows no ${node.type} ('${node.text.slice(0, 40)}')`);
  }
}

// The grammar reads 'x => y.name' and 'x == y.name' as a member of the whole: it belongs to what stands last.
const lasts = { lambda: 'body', binary: 'right', unary: 'of', choice: 'no' };
const atTheEnd = (of, wrap) => of.kind in lasts && !of.isGrouped ? { ...of, [lasts[of.kind]]: atTheEnd(of[lasts[of.kind]], wrap) } : wrap(of);

// uniqueString, or az.uniqueString; a function of a resource keeps its name with the resource's: account.listKeys
const callee = of => of.kind === 'name' ? of.name : of.kind === 'member' ? (['az', 'sys'].includes(of.of.name) ? of.name : `${callee(of.of)}.${of.name}`) : `a ${of.kind}`;

const literal = value => ({ kind: 'literal', value });

function property(node) {
  const [key, value] = node.namedChildren.filter(child => !child.type.endsWith('comment'));
  const name = key.type === 'string' ? expression(key) : literal(key.text);
  return { name, value: expression(value) };
}

function text(node, parts) {
  const raw = node.text.startsWith("'''");
  const pieces = parts.map(part => part.type === 'interpolation' ? expression(part.namedChildren[0])
    : literal(raw ? part.text.replace(/^\r?\n/, '') : escapes[part.text] ?? part.text));
  return pieces.every(piece => piece.kind === 'literal')
    ? literal(pieces.map(piece => piece.value).join(''))
    : { kind: 'text', pieces };
}
