import { vi } from "vitest";

/** Until the test ends: of the passphrase's 600,000 rounds, tested elsewhere, does one, as thousands of them would take an hour. */
export function deriveAtOnce(): void {
  const deriveKey = crypto.subtle.deriveKey.bind(crypto.subtle);
  vi.spyOn(crypto.subtle, "deriveKey").mockImplementation((algorithm, ...rest) =>
    deriveKey(
      typeof algorithm === "object" && "iterations" in algorithm ? { ...algorithm, iterations: 1 } : algorithm,
      ...rest,
    ),
  );
}
