import type { ApiHost } from "./api-host.ts";
import { mayCall } from "./calling-pages.ts";
import type { NoTokenReason, ObservedRequest } from "./observed-request.ts";
import type { AttachState } from "./snapshot.ts";

/**
 * Why a request that was seen without the token had none: what lies in the request itself first, then who made it,
 * then what its API host lacks.
 *
 * @param attaching the API host's state when it was sent
 */
export function noTokenReason(
  request: Pick<ObservedRequest, "method" | "type" | "initiator">,
  host: ApiHost,
  attaching: AttachState,
): NoTokenReason {
  // Nothing else is worth mending before that.
  if (attaching === "off" || attaching === "no_profile") return attaching;
  if (request.method === "OPTIONS") return "preflight";
  if (request.type === "main_frame") {
    if (!host.pageLoads || request.method !== "GET") return "page_load";
  } else {
    if (request.type === "websocket" && !host.webSockets) return "web_socket";
    if (request.initiator === undefined || !mayCall(host, request.initiator)) return "page_not_listed";
  }
  return attaching === "attaching" ? "unknown" : attaching;
}
