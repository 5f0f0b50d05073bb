import { createMask, NEEDLE_LENGTH } from "./mask.ts";

/** The longest text of a server that an error carries, in characters. */
const MAX_LENGTH = 500;

/** The most of it that is looked at. Masking makes it shorter, so more than is carried. */
const MAX_READ = 16 * MAX_LENGTH;

/**
 * Makes a server's text fit to be shown: one line, at most 500 characters, without the secrets that we sent it
 * (RFC 6749 §10.14: what is received is hostile until shown otherwise).
 *
 * @returns undefined when nothing is left
 */
export function getServerText(text: string, secrets: readonly string[]): string | undefined {
  const start = text.trimStart();
  const masked = createMask(secrets)(start.slice(0, MAX_READ));
  // The end of what was cut off may be the beginning of a secret.
  const sure = start.length > MAX_READ ? masked.slice(0, -NEEDLE_LENGTH) : masked;
  const line = withoutInvisible(sure).trim();
  const characters = Array.from(line.slice(0, 4 * MAX_LENGTH));
  if (characters.length === 0) return undefined;
  return characters.length <= MAX_LENGTH ? line : `${characters.slice(0, MAX_LENGTH - 1).join("")}…`;
}

/**
 * Blanks in place of control and formatting characters, and of those that turn the direction of text. Made when it is
 * needed, as in placeholders.ts.
 */
function withoutInvisible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ");
}
