import type { GrantType } from "../../lib/domain/profile.ts";

/** Words of Manage OAuth around the form: navigation and the list. */
export const optionsWords = {
  navigation: "Sections",
  oauths: "OAuths",
  hosts: "API hosts",
  activity: "Activity",
  settings: "Settings",
  lead: "A profile says how to get a token. Press Authorize to get one, Copy token to use it anywhere.",
  emptyTitle: "No OAuth profile yet",
  emptyText: "Add one with the client that you registered at your OAuth server.",
  redirectTitle: "Redirect URL to register with your OAuth server",
  edit: "Edit",
  signInAgain: "Sign in again",
  forgetToken: "Forget token",
  forgot: (name: string) => `Forgotten: token of ${name}`,
  forgetTitle: (name: string) => `Forget the token of ${name}?`,
  forgetText:
    "It is deleted here, and the refresh token with it. The server goes on accepting it until it expires. This can't be undone.",
  revokeToken: "Revoke token",
  revoked: (name: string) => `Revoked: token of ${name}`,
  revokeTitle: (name: string) => `Revoke the token of ${name}?`,
  revokeText: "The server is told to accept it no more, and it is deleted here. This can't be undone.",
  revokeFirst: "Revoke its token at the server first",
  revokeFirstHint: "If the server can't be reached, nothing is deleted.",
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteText: (hosts: readonly string[], hasToken: boolean) =>
    [
      hasToken
        ? "Its settings, its client secret and its token go with it."
        : "Its settings and its client secret go with it.",
      hosts.length === 0 ? "" : `Authentication type becomes None for ${hosts.join(", ")}.`,
      "This can't be undone.",
    ]
      .filter((part) => part !== "")
      .join(" "),
  deleted: (name: string) => `Deleted: ${name}`,
  draftNew: (name: string) =>
    name === "" ? "You began a new profile and did not save it." : `You began “${name}” and did not save it.`,
  draftEdit: "Unsaved changes",
  continue: "Continue",
  attachedTo: (hosts: readonly string[]) => `Attached to ${hosts.join(", ")}`,
};

/** A grant type as the field's terms have it. */
export function grantTypeWords(grantType: GrantType): string {
  switch (grantType) {
    case "authorization_code":
      return "Authorization Code";
    case "client_credentials":
      return "Client Credentials";
  }
}
