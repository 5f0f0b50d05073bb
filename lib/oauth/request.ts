import { AppError } from "../domain/errors.ts";
import type { ParameterGroupName } from "../domain/parameter-groups.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import type { ClientAuthenticator } from "./client-authentication.ts";
import { encodePairs, formEncode, queryEncode } from "./encoding.ts";
import type { Header, HttpRequest } from "./http.ts";
import { assertNotInQuery, parameterField, type ResolvedParameter } from "./parameters.ts";

/** What a request to a token endpoint is made of. */
export interface RequestParts {
  readonly group: ParameterGroupName;
  readonly url: URL;
  readonly method: OAuthProfile["tokenRequestMethod"];
  readonly format: OAuthProfile["tokenRequestFormat"];
  readonly parameters: readonly ResolvedParameter[];
  readonly authenticate: ClientAuthenticator;
  /** Values not to be shown, beside those of secret parameters. */
  readonly sensitive: readonly string[];
}

/**
 * Puts each parameter where it belongs. `Accept` and `Content-Type` give way to header parameters of that name.
 *
 * @throws AppError `invalid_field` with `duplicate` when a parameter would be sent twice in one place, client
 *   authentication included (RFC 6749 §2.3, §3.2)
 */
export function assembleRequest(parts: RequestParts): HttpRequest {
  const { parameters, method, format } = parts;
  const body = parameters.filter(({ sendIn }) => sendIn === "body");
  // Servers repeat the header that they did not like.
  const credentials = parts.authenticate([]).map(([, value]) => value);
  return {
    method,
    url: appendQuery(parts.group, parts.url, parameters),
    headers: assembleHeaders(parts),
    body: method === "GET" ? undefined : format === "json" ? encodeJson(body) : encodePairs(body, formEncode),
    secrets: knownSecrets(parameters, [...parts.sensitive, ...credentials]),
  };
}

/** Appends the query parameters; what the endpoint's URL has already is kept (RFC 6749 §3.1). */
export function appendQuery(group: ParameterGroupName, url: URL, parameters: readonly ResolvedParameter[]): string {
  assertNotInQuery(group, url, parameters);
  const added = encodePairs(
    parameters.filter(({ sendIn }) => sendIn === "query"),
    queryEncode,
  );
  if (added === "") return url.href;
  const separator = !url.href.includes("?") ? "?" : /[?&]$/u.test(url.href) ? "" : "&";
  return `${url.href}${separator}${added}`;
}

/** Every value that masking has to look for. */
export function knownSecrets(
  parameters: readonly ResolvedParameter[],
  sensitive: readonly string[],
): readonly string[] {
  const values = [...sensitive, ...parameters.filter(({ secret }) => secret).map(({ value }) => value)];
  return [...new Set(values.filter((value) => value !== ""))];
}

function assembleHeaders({ group, parameters, method, format, authenticate }: RequestParts): readonly Header[] {
  const added = parameters.filter(({ sendIn }) => sendIn === "header").map(({ name, value }): Header => [name, value]);
  const isAdded = (name: string): boolean => added.some((header) => header[0].toLowerCase() === name);
  const contentType = format === "json" ? "application/json" : "application/x-www-form-urlencoded";
  const own: Header[] = [];
  if (!isAdded("accept")) own.push(["Accept", "application/json"]);
  if (method === "POST" && !isAdded("content-type")) own.push(["Content-Type", contentType]);
  const headers = authenticate(own);
  if (headers.some(([name]) => isAdded(name.toLowerCase()))) {
    throw new AppError("invalid_field", { field: parameterField(group, "Authorization"), problem: "duplicate" });
  }
  return [...headers, ...added];
}

/** A parameter that may be repeated becomes an array. */
function encodeJson(parameters: readonly ResolvedParameter[]): string {
  const members = Map.groupBy(parameters, ({ name }) => name);
  return JSON.stringify(
    Object.fromEntries(
      Array.from(members, ([name, same]) => [
        name,
        same.length === 1 ? same[0]?.value : same.map(({ value }) => value),
      ]),
    ),
  );
}
