// Tells where a bill of materials does not keep to the published schema of CycloneDX. Asked by lines of JSON: { "path": "…" }
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { answer } from './answer.mjs';

const require = createRequire(import.meta.url);
const { default: Ajv } = require('ajv');
const read = name => JSON.parse(readFileSync(join(import.meta.dirname, 'node_modules/@cyclonedx/cyclonedx-library/res/schema', `${name}.SNAPSHOT.schema.json`), 'utf8'));
const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, logger: false });
for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) {
  // The bill's schema names them by their files.
  ajv.addSchema({ ...read(name), $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json` });
}
const validate = ajv.compile(read('bom-1.6'));

answer(({ path }) => validate(JSON.parse(readFileSync(path, 'utf8'))) ? [] : validate.errors.map(error => `${error.instancePath} ${error.message}`));
