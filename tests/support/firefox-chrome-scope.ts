import type { Browser } from "puppeteer-core";

/** The part of a WebDriver BiDi connection used here. puppeteer has no public way to send a command of Firefox's own. */
interface BidiConnection {
  send(method: string, parameters: Record<string, unknown>): Promise<{ result: unknown }>;
}

interface EvaluateResult {
  readonly type: "success" | "exception";
  readonly result?: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string };
}

/**
 * Runs an async function body with the rights of the browser's own user interface, in its main window, and returns its JSON value.
 * Needs the argument `-remote-allow-system-access`. Rejects with the text of what the code throws.
 */
export async function evaluateInChromeScope<T>(browser: Browser, body: string, ...args: unknown[]): Promise<T> {
  const { connection } = browser as unknown as { connection: BidiConnection };
  const { result: tree } = await connection.send("browsingContext.getTree", { "moz:scope": "chrome", maxDepth: 0 });
  const { contexts } = tree as { contexts: { context: string; url: string }[] };
  const mainWindow = contexts.find(({ url }) => url === "chrome://browser/content/browser.xhtml");
  if (!mainWindow) throw new Error("Firefox has no main window");

  const answer = await connection.send("script.evaluate", {
    expression: `(async (...args) => JSON.stringify(await (async (...args) => {${body}})(...args)))(...${JSON.stringify(args)})`,
    target: { context: mainWindow.context },
    awaitPromise: true,
  });
  const { type, result, exceptionDetails } = answer.result as EvaluateResult;
  if (type !== "success") throw new Error(exceptionDetails?.text ?? "The code threw");
  return (typeof result?.value === "string" ? JSON.parse(result.value) : undefined) as T;
}
