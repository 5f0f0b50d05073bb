import type { Trace, TraceKind } from "../../lib/domain/trace.ts";
import { errorWords } from "./errors.ts";

/** Words of the Activity page. */
export const activityWords = {
  title: "Activity",
  lead: "Every exchange with an OAuth server, newest first, with secrets and tokens masked.",
  list: "Exchanges",
  emptyTitle: "Nothing yet",
  emptyText: "Press Authorize on a profile; what was sent and what came back is shown here.",
  copyTrace: "Copy trace",
  trace: "trace",
  clear: "Clear",
  clearTitle: "Clear the activity?",
  clearText: "All recorded exchanges are deleted. Profiles and tokens stay.",
  cleared: "Activity cleared",
  request: "Request",
  response: "Response",
  noResponse: "No response came.",
  redirectedTo: "Redirected to",
  shortened: "The rest was left out.",
  deletedProfile: "Deleted profile",
  unsavedProfile: "Not saved",
  duration: (milliseconds: number) => `${Math.round(milliseconds)} ms`,
  seeTrace: "See the exchange",
};

/** What an exchange was for. */
export function traceKindWords(kind: TraceKind): string {
  switch (kind) {
    case "authorization":
      return "Authorization";
    case "token":
      return "Token request";
    case "refresh":
      return "Renewal";
    case "revocation":
      return "Revocation";
    case "discovery":
      return "Discovery";
  }
}

/** How an exchange ended, in a few words. */
export function traceOutcomeWords({ error, response }: Trace): string {
  if (error !== undefined) return errorWords(error).title;
  if (response === undefined) return activityWords.noResponse;
  return response.kind === "redirect" ? "Answered" : `HTTP ${response.status}`;
}
