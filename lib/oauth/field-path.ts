/** The members of a path: `authed_user.access_token`, `tokens.0.value`, or with brackets `tokens[0].value`. */
export function splitFieldPath(path: string): string[] {
  return path
    .trim()
    .replace(/\[(\d+)\]/gu, ".$1")
    .split(".")
    .filter((part) => part !== "");
}

/** What lies at a path, and the object or array that it lies in. */
export interface FoundField {
  readonly value: unknown;
  readonly parent: object;
}

/**
 * Looks up a path. A member whose name itself has dots is found too (`urn:a.b.token`), the longest name first. Only
 * own members count, so that a path never reaches what every object inherits.
 */
export function getField(root: unknown, path: string): FoundField | undefined {
  return lookUp(root, splitFieldPath(path));
}

function lookUp(value: unknown, parts: readonly string[]): FoundField | undefined {
  if (typeof value !== "object" || value === null || parts.length === 0) return undefined;
  for (let count = parts.length; count > 0; count -= 1) {
    const name = parts.slice(0, count).join(".");
    const member = getMember(value, name);
    if (member === undefined) continue;
    if (count === parts.length) return { value: member, parent: value };
    const found = lookUp(member, parts.slice(count));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** An own member's value, whatever the object. */
export function getMember(value: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
