/** A reply's members. A list becomes members named by their index. */
export type ReplyMembers = Readonly<Record<string, unknown>>;

/** Deeper nesting is no token reply, and could not be stored. */
const MAX_DEPTH = 64;

/**
 * Reads a body as JSON or as a form, by its content and not its label: providers send either under any Content-Type.
 *
 * @returns undefined when it is neither
 */
export function parseReplyBody(text: string): ReplyMembers | undefined {
  const trimmed = text.trim();
  return parseJsonMembers(trimmed) ?? parseForm(trimmed);
}

/** Reads JSON whose top is an object or a list; undefined for anything else. Never throws. */
export function parseJsonMembers(text: string): ReplyMembers | undefined {
  if (!/^\s*[[{]/u.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    // A copy of own members only: a member named __proto__ stays a member.
    return typeof value === "object" && value !== null && isShallow(value, MAX_DEPTH) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((member) => isShallow(member, depth - 1));
}

/** What comes unencoded in a form: no white space, no markup, no braces. */
function parseForm(text: string): ReplyMembers | undefined {
  if (!/^[^\s<>{}"=&]+=[^\s<>{}"]*$/u.test(text)) return undefined;
  return Object.fromEntries(new URLSearchParams(text));
}
