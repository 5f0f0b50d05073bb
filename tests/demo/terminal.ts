import { maskValue } from "../../lib/oauth/mask.ts";
import type { RecordedRequest } from "../support/request-log.ts";

/** Writes one line. */
export function say(text = ""): void {
  process.stdout.write(`${text}\n`);
}

/** What the API saw of one request, the token masked but for its last four characters. */
export function describeRequest(request: RecordedRequest): string {
  const { authorization, origin } = request.headers;
  const from = origin === undefined ? "" : ` from ${origin}`;
  const what = request.isWebSocket ? `WebSocket ${request.path}` : `${request.method} ${request.path}`;
  return `${what}${from}: ${authorization === undefined ? "no token" : maskHeader(authorization)}`;
}

function maskHeader(header: string): string {
  const [scheme = "", ...rest] = header.split(" ");
  return `${scheme} ${maskValue(rest.join(" "))}`;
}

/** Numbers the steps of a walk and says how each of them ended. */
export class Steps {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Says what is done, does it, and lets a failure leave with the step's number and words. */
  async take<T>(words: string, step: () => Promise<T>): Promise<T> {
    this.#count += 1;
    say(`${String(this.#count).padStart(2)}. ${words}`);
    try {
      return await step();
    } catch (cause) {
      throw new Error(`Step ${this.#count} failed: ${words}`, { cause });
    }
  }

  /** One line of what was seen during a step. */
  note(text: string): void {
    say(`    ${text}`);
  }
}
