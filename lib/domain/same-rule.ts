import type { AttachRule } from "./rule.ts";

/** Whether a rule does what another does. Browsers hand members back in an order of their own, and some with nulls. */
export function isSameRule(a: AttachRule, b: AttachRule): boolean {
  return isSame(a, b);
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => isSame(item, b[at]));
  if (!isObject(a) || !isObject(b)) return (a ?? undefined) === (b ?? undefined);
  for (const name in a) if (!isSame(a[name], b[name])) return false;
  for (const name in b) if (!isSame(a[name], b[name])) return false;
  return true;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
