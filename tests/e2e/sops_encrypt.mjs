// Encrypts a YAML, JSON or dotenv file as SOPS does:  sops_encrypt.mjs RECIPIENT IN OUT [ENCRYPTED_REGEX]
// Needs `age`, which encrypts the key of the file to the recipient.
import { execFileSync } from "node:child_process";
import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { Document, parseDocument } from "yaml";

const [recipient, input, output, encryptedRegex] = process.argv.slice(2);
const key = randomBytes(32);
const mac = createHash("sha512");
const modified = "2026-01-02T03:04:05Z";

function encrypt(text, type, context) {
  const iv = randomBytes(32);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(Buffer.from(context));
  const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]).toString("base64");
  return `ENC[AES256_GCM,data:${data},iv:${iv.toString("base64")},tag:${cipher.getAuthTag().toString("base64")},type:${type}]`;
}

/** What SOPS makes of a value below the keys `path`; lists are no step of it. */
function walk(value, path) {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((item) => walk(item, path));
  if (typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item, [...path, name])]));
  const kinds = { string: "str", boolean: "bool", number: Number.isInteger(value) ? "int" : "float" };
  const text = typeof value === "boolean" ? (value ? "True" : "False") : String(value);
  mac.update(text);
  const covered = encryptedRegex
    ? path.some((name) => new RegExp(encryptedRegex).test(name))
    : !path.some((name) => name.endsWith("_unencrypted"));
  return covered && text !== "" ? encrypt(text, kinds[typeof value], `${path.join(":")}:`) : value;
}

const text = readFileSync(input, "utf8");
const dotenv = input.endsWith(".env");
const plain = dotenv
  ? Object.fromEntries(text.split("\n").filter(Boolean).map((line) => line.split(/=(.*)/s).slice(0, 2)))
  : parseDocument(text).toJS();
const data = walk(plain, []);
const enc = execFileSync("age", ["-r", recipient, "-a"], { input: key }).toString();
const metadata = {
  age: [{ recipient, enc }],
  lastmodified: modified,
  mac: encrypt(mac.digest("hex").toUpperCase(), "str", modified),
  ...(encryptedRegex ? { encrypted_regex: encryptedRegex } : { unencrypted_suffix: "_unencrypted" }),
  version: "3.9.0",
};
if (dotenv) {
  const flat = {
    ...data,
    sops_age__list_0__map_enc: enc.replaceAll("\n", "\\n"),
    sops_age__list_0__map_recipient: recipient,
    sops_lastmodified: modified,
    sops_mac: metadata.mac,
    sops_unencrypted_suffix: "_unencrypted",
    sops_version: metadata.version,
  };
  writeFileSync(output, Object.entries(flat).map(([name, value]) => `${name}=${value}\n`).join(""));
} else if (input.endsWith(".json")) {
  writeFileSync(output, JSON.stringify({ ...data, sops: metadata }, null, "\t") + "\n");
} else {
  writeFileSync(output, new Document({ ...data, sops: metadata }).toString({ indent: 4, lineWidth: 0 }));
}
