import type { ObservedRequest } from "./observed-request.ts";

/** By the first digit of the status (RFC 9110 §15), with what concerns the token apart: 401 and 403. */
export type AnswerClass = "succeeded" | "redirected" | "refused" | "client_error" | "server_error" | "failed";

/** What a status says, in one word. */
export function answerClass({ status, error }: Pick<ObservedRequest, "status" | "error">): AnswerClass {
  if (status === undefined || error !== undefined) return "failed";
  if (status === 401 || status === 403) return "refused";
  if (status >= 500) return "server_error";
  if (status >= 400) return "client_error";
  return status >= 300 ? "redirected" : "succeeded";
}
