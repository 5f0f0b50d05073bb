import { maskValue } from "../../lib/oauth/mask.ts";
import type { RecordedRequest } from "../support/request-log.ts";

/** Writes one line. */
export function say(text = ""): void {
  process.stdout.write(`${text}\n`);
}

/** Writes one line of what was seen during a step. */
export function note(text: string): void {
  say(`    ${text}`);
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
