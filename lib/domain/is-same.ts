/**
 * Whether two values that JSON can say do say the same, at any depth. The order of members does not count, nor whether
 * one that says nothing is null, undefined or absent: browsers and messages hand back what they were given otherwise.
 */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => isSame(item, b[at]));
  if (!isObject(a) || !isObject(b)) return (a ?? undefined) === (b ?? undefined);
  for (const name in a) if (!isSame(a[name], b[name])) return false;
  for (const name in b) if (!Object.hasOwn(a, name) && (b[name] ?? undefined) !== undefined) return false;
  return true;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
