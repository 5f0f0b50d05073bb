import type { OAuthProfile } from "../../lib/domain/profile.ts";
import type { ErrorData } from "../../lib/domain/errors.ts";
import { errorWords } from "./errors.ts";
import { formWords } from "./profile-form.ts";

/** Words for filling the form from a provider or from an issuer. */
export const startWords = {
  start: "Start from a provider",
  providerTitle: "From a provider",
  providers: "Providers",
  searchProviders: "Search providers",
  searchHint: "Fills in everything but your own client.",
  issuerTitle: "From an issuer",
  issuer: "Issuer or discovery address",
  issuerHint: "Asks the server what it supports (OpenID Connect Discovery, RFC 8414).",
  discover: "Discover",
  noneFound: (text: string) => `No provider fits “${text}”. Try its issuer, or fill in the URLs below.`,
  filledFrom: (from: string) => `Filled from ${from}`,
  filledFields: (fields: readonly string[]) =>
    fields.length === 0 ? "nothing had to change." : `${fields.join(", ")}.`,
  undo: "Undo",
  undone: (from: string) => `Undone: what came from ${from}`,
  documentation: (name: string) => `Documentation of ${name}`,
  grantsOf: (name: string) => `Grants of ${name}`,
};

const MEMBER_WORDS: Readonly<Partial<Record<keyof OAuthProfile, string>>> = {
  name: formWords.name,
  grantType: formWords.grantType,
  clientId: formWords.clientId,
  authorizationUrl: formWords.authorizationUrl,
  tokenUrl: formWords.tokenUrl,
  refreshUrl: formWords.refreshUrl,
  revocationUrl: formWords.revocationUrl,
  issuer: formWords.issuer,
  issuerInResponse: "issuer check",
  scope: formWords.scope,
  scopeDelimiter: formWords.scopeDelimiter,
  clientAuthentication: formWords.clientAuthentication,
  pkce: formWords.pkce,
  tokenRequestMethod: formWords.tokenRequestMethod,
  tokenRequestFormat: formWords.tokenRequestFormat,
  originMode: formWords.originMode,
  originValue: formWords.originValue,
  codeField: formWords.codeField,
  tokenField: formWords.tokenField,
  expiresInUnit: formWords.expiresInUnit,
  lifetimeSeconds: formWords.lifetime,
  headerName: formWords.headerName,
  headerPrefix: formWords.headerPrefix,
  attachAnyType: formWords.attachAnyType,
  variables: formWords.variables,
  parameters: "parameters",
};

/** What the form calls a member of the profile. */
export function memberWords(member: keyof OAuthProfile): string {
  return MEMBER_WORDS[member] ?? member;
}

/** Why a server's description could not be used. */
export function discoveryErrorWords(error: ErrorData): string {
  if (error.code !== "redirected") return errorWords(error).text;
  const at = error.host === undefined ? "" : ` at ${error.host}`;
  return `The address${at} redirects somewhere else, which is not followed. Type the issuer that it leads to.`;
}
