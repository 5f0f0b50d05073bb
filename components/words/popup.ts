import type { AttachState } from "../../lib/domain/snapshot.ts";

/** The popup's own words. */
export const popupWords = {
  thisPage: "This page",
  noPage: "Open a web page to see which API hosts its requests may call with a token.",
  noHostsYet: "Requests from this page carry no token yet. Name the API that should get one.",
  noToken: "Requests from this page carry no token.",
  notListed: "Requests from this page carry no token: it is not listed as a page that may call an API host.",
  addApiHost: "Add API host",
  letThisPageCall: (host: string) => `Let this page call ${host}`,
  otherHosts: "More API hosts",
  hostsInPlay: "API hosts of this page",
  letThisPageCallIt: "Let this page call it",
  turnOn: "Turn on",
  addFirst: "Set up the first profile",
  noProfilesTitle: "No OAuth profile yet",
  noProfilesText:
    "A profile says how to get a token. Set it up once; after that, one click gets a fresh token and one click copies it.",
};

/** Whether a page's requests to an API host get the token, and if not, what stops it. */
export function pageHostWords(state: AttachState, profile: string): string {
  switch (state) {
    case "attaching":
      return `Requests from this page carry the token of ${profile}.`;
    case "off":
      return "No token: this API host is off.";
    case "no_profile":
      return "No token: Authentication type is None.";
    case "no_permission":
      return "No token: the browser has not allowed access yet.";
    case "not_authorized":
      return `No token: ${profile} is not authorized.`;
    case "expired":
      return `No token: the one of ${profile} has expired.`;
    case "unreadable":
      return `No token: the stored one of ${profile} can't be opened.`;
    case "not_attachable":
      return `No token: the one of ${profile} can only be copied.`;
    case "locked":
      return "No token: tokens are locked.";
    case "rule_limit":
      return "No token: the browser allows no more rules.";
  }
}
