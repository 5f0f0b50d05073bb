import type { BearerChallenge } from "../domain/observed-request.ts";

const LONGEST = 200;

/** One part of `WWW-Authenticate` (RFC 9110 §11.6.1): a scheme, or a parameter with a quoted or a bare value. */
const PART = /([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/gu;

/**
 * Reads what an API says of the token it was given (RFC 6750 §3). Servers send this under other schemes too, and
 * several challenges at once; the first that names an error or a scope is taken.
 *
 * @param values each `WWW-Authenticate` header of the answer
 */
export function parseBearerChallenge(values: readonly string[]): BearerChallenge | undefined {
  const challenges = values.flatMap(splitChallenges);
  return (
    challenges.find((challenge) => challenge.error !== undefined) ?? challenges.find(({ scope }) => scope !== undefined)
  );
}

function splitChallenges(value: string): BearerChallenge[] {
  const challenges: Map<string, string>[] = [];
  for (const [, name = "", quoted, bare] of value.slice(0, 4_000).matchAll(PART)) {
    const text = quoted?.replaceAll(/\\(.)/gu, "$1") ?? bare;
    if (text === undefined) challenges.push(new Map());
    else if (!challenges.at(-1)?.has(name.toLowerCase())) challenges.at(-1)?.set(name.toLowerCase(), text);
  }
  return challenges.map((parameters) => ({
    error: shorten(parameters.get("error")),
    errorDescription: shorten(parameters.get("error_description")),
    scope: shorten(parameters.get("scope")),
  }));
}

function shorten(text: string | undefined): string | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
