import type { BearerChallenge } from "../domain/observed-request.ts";
import { getServerText } from "./server-text.ts";

const LONGEST = 200;

/** One part of `WWW-Authenticate` (RFC 9110 §11.6.1): a scheme, or a parameter with a quoted or a bare value. */
const PART = /([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/gu;

/**
 * Reads what an API says of the token it was given (RFC 6750 §3). Servers send this under other schemes too, and
 * several challenges at once; the first that names an error or a scope is taken.
 *
 * @param values each `WWW-Authenticate` header of the answer
 * @param secrets what the request carried: some APIs repeat it
 */
export function parseBearerChallenge(
  values: readonly string[],
  secrets: readonly string[],
): BearerChallenge | undefined {
  const challenges = values.flatMap((value) => splitChallenges(value, secrets));
  return (
    challenges.find((challenge) => challenge.error !== undefined) ?? challenges.find(({ scope }) => scope !== undefined)
  );
}

function splitChallenges(value: string, secrets: readonly string[]): BearerChallenge[] {
  const challenges: Map<string, string>[] = [];
  for (const [, name = "", quoted, bare] of value.slice(0, 4_000).matchAll(PART)) {
    const text = quoted?.replaceAll(/\\(.)/gu, "$1") ?? bare;
    if (text === undefined) challenges.push(new Map());
    else if (!challenges.at(-1)?.has(name.toLowerCase())) challenges.at(-1)?.set(name.toLowerCase(), text);
  }
  return challenges.map((parameters) => ({
    error: shown(parameters.get("error"), secrets),
    errorDescription: shown(parameters.get("error_description"), secrets),
    scope: shown(parameters.get("scope"), secrets),
  }));
}

function shown(value: string | undefined, secrets: readonly string[]): string | undefined {
  const text = getServerText(value ?? "", secrets);
  if (text === undefined) return undefined;
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
