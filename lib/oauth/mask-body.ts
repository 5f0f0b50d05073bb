import { MASK, maskValue } from "./mask.ts";

/** What masking knows about one message. */
export interface MaskRules {
  /** Hides known secrets within a text. */
  readonly mask: (text: string) => string;
  /** Whether everything under this name is hidden. */
  readonly isSecretName: (name: string) => boolean;
  /** Whether a value is hidden under any name; for those that are too short to be looked for within a text. */
  readonly isSecretValue?: (value: string) => boolean;
}

/** Masks a body, judged by its content: JSON (cut off or not), a form, or anything else. The rest stays as it was. */
export function maskBody(text: string, rules: MaskRules): string {
  if (/^\s*[[{"]/u.test(text)) return maskJson(text, rules);
  if (/^\s*[^\s=&<>]+=[^\s<>]*$/u.test(text.trimEnd())) return maskQuery(text, rules);
  // A page or a message: tokens in it stand anywhere, and look like nothing else of that length.
  return maskPairs(rules.mask(text), rules).replace(/[\w~+-]{24,}/gu, (run) =>
    /\d/u.test(run) ? maskValue(run) : run,
  );
}

/** Masks the values of a query, a fragment or a form. Names are left alone: `secret` is a popular secret. */
export function maskQuery(text: string, rules: MaskRules): string {
  return text
    .split(/([?#&;])/u)
    .map((part) => {
      const equals = part.indexOf("=");
      return equals === -1 ? rules.mask(part) : maskPair(part.slice(0, equals), part.slice(equals + 1), rules);
    })
    .join("");
}

/** Masks the values of `name=value` pairs within any text. */
export function maskPairs(text: string, rules: MaskRules): string {
  // A name is looked for only where one can begin: from each of its characters, a long one would take hours.
  return text.replace(/(?<![^\s=&?#;"'<>])([^\s=&?#;"'<>]+)=([^\s&#;"'<>]*)/gu, (_, name: string, value: string) =>
    maskPair(name, value, rules),
  );
}

function maskPair(name: string, value: string, rules: MaskRules): string {
  const isNamed = rules.isSecretName(decode(name));
  const isSecret = value !== "" && (isNamed || rules.isSecretValue?.(decode(value.replaceAll("+", " "))) === true);
  return `${name}=${isSecret ? maskValue(decode(value)) : rules.mask(value)}`;
}

const JSON_TOKENS = /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|[{}[\],:]|[^\s{}[\],:"]+/gu;

/**
 * Masks JSON. Works on tokens, not on a parsed value: what is shown is the text that was sent, even when it is no JSON
 * at all.
 *
 * @param isBroken whether it cannot be parsed: then what stands outside of brackets or quotes is hidden too
 */
export function maskJson(text: string, rules: MaskRules, isBroken = false): string {
  /** For each open bracket: whether all inside is secret. */
  const open: boolean[] = [];
  let underSecretName = false;
  return text.replace(JSON_TOKENS, (token, offset: number) => {
    const inside = open.at(-1) ?? false;
    if (token === "{" || token === "[") {
      open.push(inside || underSecretName);
      underSecretName = false;
    } else if (token === "}" || token === "]") {
      open.pop();
      underSecretName = false;
    } else if (token === ",") {
      underSecretName = false;
    } else if (token !== ":") {
      const isQuoted = token.startsWith('"');
      // JavaScript's names without quotes, but not the second half of a secret with a colon.
      const canBeName = isQuoted || (isBroken && !underSecretName);
      if (canBeName && isFollowedByColon(text, offset + token.length)) {
        underSecretName = rules.isSecretName(unquote(token));
        return rules.mask(token);
      }
      const isOutside = isBroken && (open.length === 0 || !isQuoted) && /\w/u.test(token);
      return maskLeaf(token, inside || underSecretName || isOutside, rules);
    }
    return token;
  });
}

function isFollowedByColon(text: string, offset: number): boolean {
  const rest = /\S/gu;
  rest.lastIndex = offset;
  return rest.exec(text)?.[0] === ":";
}

function maskLeaf(token: string, isSecret: boolean, rules: MaskRules): string {
  if (!isSecret && rules.isSecretValue?.(unquote(token)) !== true) return rules.mask(token);
  if (!token.startsWith('"')) return /^(?:true|false|null)$/u.test(token) ? token : MASK;
  const value = unquote(token);
  return value === "" ? token : `"${maskValue(value)}"`;
}

/** A string's content; for one that is cut off or wrong, what stands between the quotes. */
function unquote(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.replace(/^["']|["']$/gu, "");
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
