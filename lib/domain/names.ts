/** The name itself, or with the first number that makes it unlike all others: `Acme (2)`. Letter case is no difference. */
export function freeName(name: string, taken: Iterable<string>): string {
  const others = new Set(Array.from(taken, (other) => other.trim().toLowerCase()));
  let free = name;
  for (let number = 2; others.has(free.trim().toLowerCase()); number += 1) free = `${name} (${number})`;
  return free;
}
