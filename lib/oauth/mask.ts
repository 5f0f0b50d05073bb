import { base64Utf8, formEncode, queryEncode } from "./encoding.ts";

/** Stands for what is not shown. */
export const MASK = "••••";

/** Hides a value; its last four characters stay when it has at least twelve, so that two can be told apart. */
export function maskValue(value: string): string {
  const characters = Array.from(value);
  return characters.length >= 12 ? `${MASK}${characters.slice(-4).join("")}` : MASK;
}

/** A JWS or JWE in compact form: its header is a JSON object, so it starts with `{"` in base64url. */
const JWT = /\bey[JI][\w-]{8,}\.[\w-]+(?:\.[\w-]*)*/gu;

/** A function that hides the given secrets wherever they stand in a text, plain or encoded, and every JWT. */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const masked = new Map<string, string>();
  for (const secret of secrets) {
    for (const form of encodedForms(secret)) masked.set(form, maskValue(secret));
  }
  // The longest first: a secret that begins like another is hidden whole.
  const forms = [...masked.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = forms.length === 0 ? undefined : new RegExp(forms.map(escapeRegex).join("|"), "gu");
  return (text) => {
    const known = pattern === undefined ? text : text.replace(pattern, (form) => masked.get(form) ?? MASK);
    return known.replace(JWT, maskValue);
  };
}

function encodedForms(secret: string): string[] {
  if (secret === "") return [];
  const jsonForm = JSON.stringify(secret).slice(1, -1);
  const forms = [
    secret,
    formEncode(secret),
    queryEncode(secret),
    encodeURIComponent(secret.toWellFormed()),
    jsonForm,
    jsonForm.replaceAll("/", "\\/"),
    base64Utf8(secret),
  ];
  return [...new Set(forms.filter((form) => form !== ""))];
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}

/** Names whose values are secret wherever they stand: `access_token`, `refreshToken`, `client-secret`, `api_key`, … */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/gu, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z\d]+/gu, "_");
  return /tokens?$|(?:^|_)(?:secret|password|passwd|passcode|assertion|jwt|api_?key|private_key|code_verifier|(?:device|authorization|oauth)_code|credentials?)$/u.test(
    words,
  );
}
