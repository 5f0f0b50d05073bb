import { base64Utf8, formEncode, queryEncode } from "./encoding.ts";

/** Stands for what is not shown. */
export const MASK = "••••";

/** Hides a value; its last four characters stay when it has at least twelve, so that two can be told apart. */
export function maskValue(value: string): string {
  // The end is enough: 24 code units are at least twelve characters.
  const characters = Array.from(value.slice(-24));
  return characters.length >= 12 ? `${MASK}${characters.slice(-4).join("")}` : MASK;
}

/**
 * By how many of its first characters a secret is found. A server chooses codes and tokens: were they compared whole at
 * each place of its text, a megabyte of both would take hours.
 */
export const NEEDLE_LENGTH = 64;

/** One way to write a secret, and what is shown for it. */
interface SecretForm {
  readonly text: string;
  readonly shown: string;
}

/**
 * A function that hides the given secrets wherever they stand in a text, plain or encoded, and every JWT. Of a secret
 * longer than `NEEDLE_LENGTH`, so much of its beginning is hidden too. Takes time linear in the text's length.
 */
export function createMask(secrets: readonly string[]): (text: string) => string {
  // The longest first: a secret that begins like another is hidden whole.
  const forms = secrets.flatMap(secretForms).toSorted((a, b) => b.text.length - a.text.length);
  const byNeedle = Map.groupBy(forms, ({ text }) => needleOf(text));
  const pattern = [...byNeedle.keys()].map(escapeRegex).join("|");
  const needles = pattern === "" ? undefined : new RegExp(pattern, "gu");
  return (text) => (needles === undefined ? text : maskForms(text, needles, byNeedle)).replace(/[\w.-]+/gu, maskJwt);
}

function maskForms(text: string, needles: RegExp, byNeedle: ReadonlyMap<string, readonly SecretForm[]>): string {
  let masked = "";
  let end = 0;
  needles.lastIndex = 0;
  for (let match = needles.exec(text); match !== null; match = needles.exec(text)) {
    const { index } = match;
    masked += text.slice(end, index);
    let shown = MASK;
    end = index;
    for (const form of byNeedle.get(match[0]) ?? []) {
      const formEnd = index + commonLength(text, index, form.text);
      if (formEnd < end) continue;
      end = formEnd;
      shown = form.shown;
    }
    masked += shown;
    // What was compared is behind us.
    needles.lastIndex = end;
  }
  return masked + text.slice(end);
}

/** How much of the form stands at this place of the text. */
function commonLength(text: string, start: number, form: string): number {
  let length = 0;
  while (length < form.length && text[start + length] === form[length]) length += 1;
  return length;
}

function needleOf(form: string): string {
  // Half a character would not be found.
  return form.length <= NEEDLE_LENGTH ? form : form.slice(0, NEEDLE_LENGTH).replace(/\p{Cs}$/u, "");
}

/**
 * Hides a JWS or JWE in compact form: its header is a JSON object, so it starts with `{"` in base64url.
 *
 * @param run everything around it that could be part of it. One pattern for both would look for the dot again from
 *   each `eyJ`
 */
function maskJwt(run: string): string {
  let start = 0;
  for (let dot = run.indexOf("."); dot !== -1; dot = run.indexOf(".", start)) {
    const header = run.slice(start, dot).search(/\bey[JI][\w-]{8}/u);
    const hasPayload = dot + 1 < run.length && run[dot + 1] !== ".";
    if (header !== -1 && hasPayload) return run.slice(0, start + header) + maskValue(run.slice(start + header));
    start = dot + 1;
  }
  return run;
}

function secretForms(secret: string): SecretForm[] {
  const credentials = /^Basic +(\S+)$/iu.exec(secret)?.[1];
  const shown = maskValue(secret);
  if (credentials === undefined) return encodedForms(secret).map((text) => ({ text, shown }));
  // Even the end of Basic credentials would show the end of a short secret. Some leave the padding out.
  return [credentials, credentials.replace(/={1,2}$/u, "")]
    .flatMap(encodedForms)
    .map((text) => ({ text, shown: MASK }));
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
