import type { ApiHost } from "../domain/api-host.ts";
import { type PermissionSet, isEmpty } from "../domain/permission-set.ts";
import type { AttachState } from "../domain/snapshot.ts";
import { activeTestMode } from "../domain/test-mode.ts";
import type { Store } from "../store/store.ts";
import type { Attacher } from "./attach.ts";
import type { Managed } from "./managed.ts";
import { planSending } from "./sending.ts";

/** The first thing that keeps a host's requests without a token, in the order in which a person would mend it. */
export function attachState(
  host: ApiHost,
  missing: PermissionSet,
  store: Store,
  at: { nowMs: number; attacher: Pick<Attacher, "isLeftOut">; managed: Pick<Managed, "barring"> },
): AttachState {
  const sending = planSending(host, store, at.nowMs);
  const why = sending.kind === "nothing" ? sending.why : undefined;
  if (why === "off" || why === "no_profile") return why;
  const barring = at.managed.barring(host);
  if (barring !== undefined) return barring;
  if (!isEmpty(missing)) return "no_permission";
  if (why === "locked") return why;
  if (sending.kind === "send" && at.attacher.isLeftOut(host.id)) return "rule_limit";
  // Whatever else there is, is the mode's own affair.
  if (activeTestMode(host, at.nowMs) !== undefined || why === "asked") return "test_mode";
  return why ?? "attaching";
}
