import type { Trace, TraceKind } from "../../lib/domain/trace.ts";
import { errorTitle } from "./error-titles.ts";
import { t } from "./t.ts";

const KINDS = {
  authorization: "activityKindAuthorization",
  token: "activityKindToken",
  refresh: "activityKindRefresh",
  revocation: "activityKindRevocation",
  introspection: "activityKindIntrospection",
  userinfo: "activityKindUserinfo",
  discovery: "activityKindDiscovery",
} as const satisfies Record<TraceKind, string>;

/** What an exchange was for. */
export function traceKindWords(kind: TraceKind): string {
  return t(KINDS[kind]);
}

/** How an exchange ended, in a few words. */
export function traceOutcomeWords({ error, response }: Trace): string {
  if (error !== undefined) return errorTitle(error);
  if (response === undefined) return t("activityNoResponse");
  return response.kind === "redirect" ? t("activityAnswered") : `HTTP ${response.status}`;
}
