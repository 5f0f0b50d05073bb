import type { AttachState } from "../../lib/domain/snapshot.ts";

/** Words of the API hosts page. */
export const hostWords = {
  title: "API hosts",
  lead: "An API host receives the token of the profile chosen for it, from its own pages and from the pages you list.",
  addHost: "Add API host",
  newHost: "New API host",
  emptyTitle: "No API host yet",
  emptyText: "Without one, tokens can be copied but no request carries them.",
  apiHost: "API host",
  apiHostHint: "https://api.example.com, or https://*.example.com for its subdomains. A port or a path narrows it.",
  pages: "Pages that may call it",
  pagesHint: "Its own pages always may. Other sites only when listed here.",
  noPages: "None beside its own.",
  page: "Page",
  addPage: "Add page",
  removePage: (page: string) => `Remove ${page}`,
  pageLoads: "Attach on page loads (GET)",
  pageLoadsHint: "Typed addresses and links to the API host carry the token too.",
  webSockets: "Attach on WebSocket connections",
  webSocketsHint: "The handshake carries the token. The browser asks for one more permission.",
  on: "On",
  deleteTitle: (host: string) => `Delete ${host}?`,
  deleteText: "Its requests carry no token from now on. The profile and its token stay.",
  deleted: (host: string) => `Deleted: ${host}`,
  saved: (host: string) => `Saved: ${host}`,
  savedWithout: "Saved. Choose an Authentication type to send a token.",
  takeAddress: (address: string) => `Use ${address}`,
};

/** What an API host's requests carry now. */
export function attachWords(state: AttachState, profile: string): string {
  switch (state) {
    case "attaching":
      return `Requests carry the token of ${profile}.`;
    case "off":
      return "Off: requests carry no token.";
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
      return `No token: the one of ${profile} is of a kind that can only be copied, unless its profile attaches tokens of any type.`;
    case "locked":
      return "No token: tokens are locked.";
    case "rule_limit":
      return "No token: the browser allows no more rules. Turn off hosts that you don't need.";
  }
}
