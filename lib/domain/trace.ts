import type { ErrorData } from "./errors.ts";
import type { PreviewedRequest } from "./preview.ts";

/** One exchange with an authorization server as it really was, secrets and tokens masked before it was stored. */
export interface Trace {
  readonly id: string;
  readonly profileId: string;
  readonly kind: TraceKind;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly request: TracedRequest;
  /** Undefined when none came. */
  readonly response: TracedResponse | undefined;
  /** Undefined when the exchange did its job. */
  readonly error: ErrorData | undefined;
}

export type TraceKind =
  | "authorization"
  | "token"
  | "refresh"
  | "revocation"
  | "introspection"
  | "userinfo"
  | "discovery";

/** A masked request; the same shape that the preview shows. */
export type TracedRequest = PreviewedRequest;

export type TracedResponse =
  | {
      readonly kind: "reply";
      readonly status: number;
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly body: string;
      /** The end of the body was left out. */
      readonly shortened: boolean;
    }
  /** The authorization response: where the browser was sent (RFC 6749 §4.1.2). */
  | { readonly kind: "redirect"; readonly url: string };

/** The trace as text for a bug report. */
export function formatTrace(trace: Trace): string {
  const { request, response, error } = trace;
  const lines = [
    `# ${trace.kind} request, ${new Date(trace.startedAtMs).toISOString()}, ${Math.round(trace.durationMs)} ms`,
    `${request.method} ${request.url}`,
    ...headerLines(request.headers),
    ...(request.body === undefined ? [] : ["", request.body]),
    "",
    ...responseLines(response),
  ];
  if (error !== undefined) lines.push("", `# error ${JSON.stringify(error)}`);
  return `${lines.join("\n")}\n`;
}

function responseLines(response: TracedResponse | undefined): string[] {
  if (response === undefined) return ["# no response"];
  if (response.kind === "redirect") return ["# redirected to", response.url];
  const end = response.shortened ? ["# the rest is left out"] : [];
  return [`# response ${response.status}`, ...headerLines(response.headers), "", response.body, ...end];
}

function headerLines(headers: readonly (readonly [name: string, value: string])[]): string[] {
  return headers.map(([name, value]) => `${name}: ${value}`);
}
