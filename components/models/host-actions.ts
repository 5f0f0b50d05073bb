import type { ApiHost } from "../../lib/domain/api-host.ts";
import { union } from "../../lib/domain/permission-set.ts";
import { hostPermissions, pagePermissions } from "../../lib/domain/permissions.ts";
import type { HostSummary } from "../../lib/domain/snapshot.ts";
import type { ApiHostChange } from "../../lib/messages/protocol.ts";
import type { AppModel } from "./app-model.ts";

/** Saves one change of an API host at once. */
export function changeHost(app: AppModel, { id }: ApiHost, change: Omit<ApiHostChange, "id">): void {
  void app.run("saveHost", { host: { ...change, id } }, id);
}

/** Asks the browser for what attaching to the host lacks. */
export function allowHost(app: AppModel, summary: HostSummary): void {
  app.askPermissions(summary.missing);
}

/** Lets a page's origin call the host, and asks the browser for both in the same click. */
export function letPageCall(app: AppModel, { host, missing }: HostSummary, origin: string): void {
  changeHost(app, host, { addedPage: origin });
  app.askPermissions(union([missing, pagePermissions(origin)]));
}

/** Turns WebSocket connections on or off; on, the browser is asked for their pattern too. */
export function setWebSockets(app: AppModel, { host, missing }: HostSummary, webSockets: boolean): void {
  changeHost(app, host, { webSockets });
  if (!webSockets) return;
  app.askPermissions(union([missing, hostPermissions({ ...host, webSockets: true })]));
}

/** Answers whether it is gone. */
export async function deleteHost(app: AppModel, host: ApiHost): Promise<boolean> {
  const answer = await app.run("deleteHost", { hostId: host.id }, host.id);
  return answer.ok;
}
