// Judges values of charts as Helm does:  node values_validator.mjs < INPUT.json
//
// INPUT is {schema, defaults, cases}. Each case is laid over the defaults, and what comes out is validated by the schema.
// Prints a list with the first mistake of each case, or null for one that is accepted.
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/// Maps are merged, lists replaced, and null takes a default away.
function over(defaults, values) {
  const merged = { ...defaults };
  for (const [name, value] of Object.entries(values)) {
    if (value === null && name in merged) delete merged[name];
    else merged[name] = isMap(value) && isMap(merged[name]) ? over(merged[name], value) : value;
  }
  return merged;
}

const { schema, defaults, cases } = JSON.parse(readFileSync(0, "utf8"));
const Validator = schema.$schema?.includes("2020-12") ? Ajv2020 : Ajv;
const ajv = addFormats(new Validator({ strict: false, validateSchema: false, logger: false }));
const { $schema, ...content } = schema;
const validate = ajv.compile(content);
const verdicts = cases.map((values) => {
  if (validate(over(defaults, values))) return null;
  const [first] = validate.errors;
  return `${first.instancePath} ${first.message}`;
});
console.log(JSON.stringify(verdicts));
