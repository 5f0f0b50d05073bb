import type { ParameterGroupName, SendIn } from "../../lib/domain/parameters.ts";
import type { ClientAuthentication, OAuthProfile, OriginMode, PkceMethod } from "../../lib/domain/profile.ts";

/** Words of the profile form. Labels are named by errors too, so they stand here once. */
export const formWords = {
  titleNew: "Add OAuth",
  titleEdit: (name: string) => (name === "" ? "Edit OAuth" : `Edit ${name}`),
  back: "Back to the list",
  restored: "Restored what you had typed",
  notKept: "What you type here is lost when this page closes.",
  secretsNotKept: (names: readonly string[]) =>
    `Tokens are locked, so ${names.map((name) => `“${name}”`).join(" and ")} can't be kept and ${names.length === 1 ? "is" : "are"} lost when this page closes. All else is kept. Unlock before you type secrets.`,
  discard: "Discard",
  name: "Name",
  grantType: "Grant type",
  clientId: "Client ID",
  clientSecret: "Client Secret",
  show: "Show",
  hide: "Hide",
  showName: (name: string) => `Show ${name}`,
  stored: "Stored. Type to replace it.",
  typedBefore: "Typed before and not saved. Type to replace it.",
  storedOrTyped: "Stored, or typed before and not saved. Type to replace it.",
  removed: "Will be removed on Save.",
  removeStored: "Remove",
  removeStoredName: (name: string) => `Remove stored ${name}`,
  keepStored: "Keep it",
  authorizationUrl: "Authorization URL",
  tokenUrl: "Access token URL",
  scope: "Scope",
  scopeHint: "Separated by spaces.",
  redirectUrl: "Redirect URL",
  redirectUrlHint: "Register exactly this with your OAuth server.",
  copy: "Copy",
  copyRedirectUrl: "Copy redirect URL",
  copiedRedirectUrl: "redirect URL",
  allowHttp: "Allow plain http for this profile",
  allowHttpHint: (hosts: readonly string[]) =>
    `${hosts.join(" and ")} ${hosts.length === 1 ? "is" : "are"} called without encryption: anyone on the way can read the secret and the token.`,
  advanced: "Advanced",
  clientSection: "Client",
  endpointSection: "Endpoints",
  requestSection: "Token request",
  replySection: "Reply",
  headerSection: "Header on API requests",
  lifetimeSection: "Lifetime",
  clientAuthentication: "Client authentication",
  pkce: "PKCE",
  refreshUrl: "Refresh URL",
  refreshUrlHint: "Empty: the Access token URL.",
  revocationUrl: "Revocation URL",
  revocationUrlHint: "Empty: tokens can only be forgotten here.",
  issuer: "Issuer",
  issuerHint: "Compared with “iss” in the server's answer.",
  issuerInResponse: "Refuse answers that don't name the issuer",
  tokenRequestMethod: "Token request method",
  tokenRequestFormat: "Token request format",
  scopeDelimiter: "Scopes joined by",
  originMode: "Origin header",
  originValue: "Origin",
  codeField: "Code field",
  codeFieldHint: "The code in the server's answer.",
  tokenField: "Token field",
  tokenFieldHint: "access_token, id_token or a path such as authed_user.access_token",
  headerName: "Header name",
  headerPrefix: "Header prefix",
  attachAnyType: "Attach tokens of any type",
  attachAnyTypeHint:
    "Off: only bearer tokens are attached (RFC 6750), others can be copied. On: whatever the server calls its token, it goes into the header as it is.",
  lifetime: "Lifetime if not given (seconds)",
  expiresInUnit: "Unit of expires_in",
  autoRenew: "Renew before expiry",
  silentRenew: "Try to renew without a window when there is no refresh token",
  loopbackRedirect: "Use the loopback redirect URL (127.0.0.1)",
  variables: "Variables",
  variablesHint: "Stand for {{name}} in URLs and parameters.",
  variableName: "Variable name",
  variableValue: "Variable value",
  addVariable: "Add variable",
  removeVariable: (name: string) => `Remove variable ${name}`,
  include: (name: string) => `Include ${name}`,
  defaultName: (name: string) => `Name for ${name}`,
  defaultValue: (name: string) => `Value for ${name}`,
  reset: "Reset",
  resetName: (name: string) => `Reset ${name}`,
  parameterName: "Name",
  parameterValue: "Value",
  sendIn: "Send in",
  secret: "Secret",
  enabled: (name: string) => `Send ${name}`,
  addParameter: "Add parameter",
  removeParameter: (name: string) => `Remove ${name}`,
  newParameter: "new parameter",
  columnName: "Name",
  columnValue: "Value",
  stateExcluded:
    "Without “state”, a forged answer can't be told from a real one. Use this only where the server can't return it.",
  pkceExcluded: "Without PKCE, a stolen code can be used by others. Exclude it only where the server refuses it.",
  preview: "Preview",
  previewHint: "As it will be sent, secrets masked.",
  previewEmpty: "Shown once there is something to send.",
  obtained: "Token obtained",
  saved: (name: string) => `Saved: ${name}`,
};

/** Fields that an error may name although they are folded away. */
export const advancedLabels: ReadonlySet<string> = new Set([
  formWords.clientAuthentication,
  formWords.refreshUrl,
  formWords.revocationUrl,
  formWords.issuer,
  formWords.originValue,
  formWords.codeField,
  formWords.tokenField,
  formWords.headerName,
  formWords.headerPrefix,
  formWords.lifetime,
]);

/** The members that are one field each. The worker's errors name the label. */
export const memberLabels: readonly (readonly [member: keyof OAuthProfile, label: string])[] = [
  ["name", formWords.name],
  ["clientId", formWords.clientId],
  ["authorizationUrl", formWords.authorizationUrl],
  ["tokenUrl", formWords.tokenUrl],
  ["scope", formWords.scope],
  ["clientAuthentication", formWords.clientAuthentication],
  ["refreshUrl", formWords.refreshUrl],
  ["revocationUrl", formWords.revocationUrl],
  ["issuer", formWords.issuer],
  ["originValue", formWords.originValue],
  ["codeField", formWords.codeField],
  ["tokenField", formWords.tokenField],
  ["headerName", formWords.headerName],
  ["headerPrefix", formWords.headerPrefix],
  ["lifetimeSeconds", formWords.lifetime],
];

export const grantTypes = ["authorization_code", "client_credentials"] as const;

export const clientAuthentications: readonly (readonly [ClientAuthentication, string])[] = [
  ["basic", "Basic header"],
  ["basic_raw", "Basic header, not encoded"],
  ["body", "Request body"],
  ["none", "None"],
];

export const pkceMethods: readonly (readonly [PkceMethod, string])[] = [
  ["S256", "S256"],
  ["plain", "plain"],
  ["off", "Off"],
];

export const originModes: readonly (readonly [OriginMode, string])[] = [
  ["remove", "Remove"],
  ["keep", "Keep"],
  ["custom", "Custom"],
];

export const tokenRequestMethods = [
  ["POST", "POST"],
  ["GET", "GET"],
] as const;
export const tokenRequestFormats = [
  ["form", "Form"],
  ["json", "JSON"],
] as const;
export const scopeDelimiters = [
  ["space", "Space"],
  ["comma", "Comma"],
  ["plus", "Plus"],
] as const;
export const expiresInUnits = [
  ["seconds", "Seconds"],
  ["milliseconds", "Milliseconds"],
] as const;

export const placements: readonly (readonly [SendIn, string])[] = [
  ["query", "Query"],
  ["body", "Body"],
  ["header", "Header"],
];

/** A parameter group's name on the screen. */
export function groupWords(group: ParameterGroupName): string {
  switch (group) {
    case "authorization":
      return "Auth parameters";
    case "token":
      return "Token parameters";
    case "refresh":
      return "Refresh parameters";
  }
}

/** What a group's preview is called. */
export function previewWords(group: ParameterGroupName): string {
  switch (group) {
    case "authorization":
      return "Authorization request";
    case "token":
      return "Token request";
    case "refresh":
      return "Refresh request";
  }
}
