import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { type MessageKey, type PlainKey, t } from "./t.ts";

/** The worker's errors name a field in English; this is its label in the catalogue. */
const LABELS: ReadonlyMap<string, PlainKey> = new Map<string, PlainKey>([
  ["Name", "formName"],
  ["Client ID", "formClientId"],
  ["Client Secret", "formClientSecret"],
  ["Authorization URL", "formAuthorizationUrl"],
  ["Access token URL", "formTokenUrl"],
  ["Refresh URL", "formRefreshUrl"],
  ["Revocation URL", "formRevocationUrl"],
  ["Introspection URL", "formIntrospectionUrl"],
  ["Userinfo URL", "formUserinfoUrl"],
  ["Redirect URL", "formRedirectUrl"],
  ["Issuer", "formIssuer"],
  ["Origin", "formOriginValue"],
  ["Code field", "formCodeField"],
  ["Token field", "formTokenField"],
  ["Header name", "formHeaderName"],
  ["Header prefix", "formHeaderPrefix"],
  ["Lifetime if not given (seconds)", "formLifetime"],
  ["Auth parameters", "formGroupAuthorization"],
  ["Token parameters", "formGroupToken"],
  ["Refresh parameters", "formGroupRefresh"],
  ["API host", "hostsApiHost"],
  ["Page", "hostsPage"],
  ["File", "fieldsFile"],
  ["Passphrase", "vaultPassphrase"],
  ["New passphrase", "vaultNext"],
]);

/** Fields that an error may name although they are folded away. */
const ADVANCED: ReadonlySet<MessageKey | undefined> = new Set<MessageKey>([
  "formClientAuthentication",
  "formRefreshUrl",
  "formRevocationUrl",
  "formIntrospectionUrl",
  "formUserinfoUrl",
  "formIssuer",
  "formOriginValue",
  "formCodeField",
  "formTokenField",
  "formHeaderName",
  "formHeaderPrefix",
  "formLifetime",
]);

/** The label's key of a field that an error names, where the field is one of ours. */
export function getFieldKey(field: string | undefined): PlainKey | undefined {
  return field === undefined ? undefined : LABELS.get(field);
}

const URL_EXAMPLES: ReadonlyMap<PlainKey | undefined, string> = new Map<PlainKey | undefined, string>([
  ["formAuthorizationUrl", "https://login.example.com/auth"],
  ["formTokenUrl", "https://login.example.com/token"],
  ["formRefreshUrl", "https://login.example.com/token"],
  ["formRevocationUrl", "https://login.example.com/revoke"],
  ["formIntrospectionUrl", "https://login.example.com/introspect"],
  ["formUserinfoUrl", "https://login.example.com/userinfo"],
  ["formOriginValue", "https://app.example.com"],
]);

/** An address that a field could have; an issuer's where it is no other. */
export function urlExample(label: PlainKey | undefined): string {
  return URL_EXAMPLES.get(label) ?? "https://login.example.com";
}

/** What the screen calls a field that an error names; of a parameter, its group and its own name. */
export function fieldLabel(field: string): string {
  const key = getFieldKey(field);
  if (key !== undefined) return t(key);
  const [group, ...name] = field.split(": ");
  const groupKey = getFieldKey(group);
  return groupKey === undefined ? field : `${t(groupKey)}: ${name.join(": ")}`;
}

/** Whether the form folds the field away under Advanced. */
export function isAdvancedField(field: string | undefined): boolean {
  return ADVANCED.has(getFieldKey(field));
}

/** The members of a profile that are one field each. */
export const memberFields: readonly (readonly [member: keyof OAuthProfile, label: PlainKey])[] = [
  ["name", "formName"],
  ["clientId", "formClientId"],
  ["authorizationUrl", "formAuthorizationUrl"],
  ["tokenUrl", "formTokenUrl"],
  ["scope", "formScope"],
  ["clientAuthentication", "formClientAuthentication"],
  ["refreshUrl", "formRefreshUrl"],
  ["revocationUrl", "formRevocationUrl"],
  ["introspectionUrl", "formIntrospectionUrl"],
  ["userinfoUrl", "formUserinfoUrl"],
  ["issuer", "formIssuer"],
  ["originValue", "formOriginValue"],
  ["codeField", "formCodeField"],
  ["tokenField", "formTokenField"],
  ["headerName", "formHeaderName"],
  ["headerPrefix", "formHeaderPrefix"],
  ["lifetimeSeconds", "formLifetime"],
];

/** Whether the form of a profile has the field, and says there what is wrong with it. */
export function isProfileField(field: string): boolean {
  const key = getFieldKey(field);
  return key === "formClientSecret" || memberFields.some(([, label]) => label === key);
}
