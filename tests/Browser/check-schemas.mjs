// Holds JSON to the schemas of an OpenAPI 3.1 document, and the document to OpenAPI's own schema.
// stdin:  {"document": {...}, "checks": [{"schema": "/paths/~1health/get/responses/200/content/application~1json/schema", "value": ...}]}
// stdout: {"document": [errors], "checks": [[errors], ...]}; a check that found nothing is an empty array.
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { Validator } from "@seriousme/openapi-schema-validator";

let input = "";
for await (const chunk of process.stdin) {
  input += chunk;
}

const { document, checks } = JSON.parse(input);
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
addFormats(ajv);
ajv.addKeyword("example");

// What a schema of the document does not name must not be in an answer: callers may get more, but our tests want it told.
const closed = (schema) =>
  schema.properties && schema.additionalProperties === undefined ? { ...schema, additionalProperties: false } : schema;
const moved = (schema) => JSON.parse(JSON.stringify(schema).replaceAll("#/components/schemas/", "components#/$defs/"));
const schemas = Object.entries(document.components?.schemas ?? {});
const wrong = [];
try {
  ajv.addSchema({ $id: "components", $defs: moved(Object.fromEntries(schemas.map(([name, schema]) => [name, closed(schema)]))) });
} catch (error) {
  wrong.push(error.message);
}

const at = (pointer) =>
  pointer.split("/").slice(1).reduce((node, part) => node?.[part.replaceAll("~1", "/").replaceAll("~0", "~")], document);
const compiled = new Map();
const compile = (pointer) => {
  if (!compiled.has(pointer)) {
    const schema = at(pointer);
    compiled.set(pointer, schema === undefined ? null : ajv.compile(moved(schema)));
  }

  return compiled.get(pointer);
};

const check = ({ schema, value }) => {
  try {
    const validate = compile(schema);
    return validate === null ? [`There is no schema at ${schema}.`]
      : validate(value) ? []
      : validate.errors.map((error) => `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`);
  } catch (error) {
    return [`${schema} is no schema: ${error.message}`];
  }
};

const { valid, errors } = await new Validator({ strict: false }).validate(structuredClone(document));
process.stdout.write(JSON.stringify({
  document: wrong.concat(valid ? [] : [errors].flat().map((error) => (typeof error === "string" ? error : JSON.stringify(error)))),
  checks: checks.map(check),
}));
