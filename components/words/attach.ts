import type { AttachState } from "../../lib/domain/snapshot.ts";
import { type MessageKey, t } from "./t.ts";

const KEYS: Readonly<Record<AttachState, MessageKey>> = {
  attaching: "hostsAttaching",
  off: "hostsOff",
  no_profile: "hostsNoProfile",
  no_permission: "hostsNoPermission",
  not_authorized: "hostsNotAuthorized",
  expired: "hostsExpired",
  unreadable: "hostsUnreadable",
  not_attachable: "hostsNotAttachable",
  locked: "hostsLocked",
  rule_limit: "hostsRuleLimit",
  test_mode: "hostsTestMode",
  host_not_allowed: "hostsHostNotAllowed",
  passphrase_required: "hostsPassphraseRequired",
};

/** Where the popup says it shorter, or of the page in front. */
const POPUP_KEYS: Readonly<Record<AttachState, MessageKey>> = {
  ...KEYS,
  attaching: "popupAttaching",
  off: "popupOff",
  not_attachable: "popupNotAttachable",
  rule_limit: "popupRuleLimit",
};

/** What an API host's requests carry now. */
export function attachWords(state: AttachState, profile: string): string {
  return t(KEYS[state], profile);
}

/** Whether a page's requests to an API host get the token, and if not, what stops it. */
export function pageHostWords(state: AttachState, profile: string, host: string): string {
  return t(POPUP_KEYS[state], profile, host);
}
