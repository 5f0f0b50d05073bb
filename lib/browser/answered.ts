import { AppError } from "../domain/errors.ts";

/** The browser's own calls answer in milliseconds; one that takes this long never will. */
const PATIENCE_MS = 10_000;

/**
 * Gives up on a call of the browser's that does not answer, so that nothing that waits for it hangs.
 *
 * @throws AppError `browser_silent`
 */
export async function answered<T>(call: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new AppError("browser_silent")), PATIENCE_MS);
  try {
    return await Promise.race([call, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
