import { draftOf, type ImportedDraft, membersOf, textOf } from "./draft.ts";

/** The flows of OpenAPI 3 that we can run, by their names there. */
const GRANTS = { authorizationCode: "authorization_code", clientCredentials: "client_credentials" } as const;

/**
 * The OAuth clients that an OpenAPI 3 document (as JSON) describes under `components.securitySchemes`: one for each flow
 * of type `oauth2`. Relative URLs are taken against the first server, as OpenAPI 3.0 has it.
 */
export function readOpenApi(document: unknown): ImportedDraft[] {
  const { openapi, info, servers, components } = membersOf(document);
  if (typeof openapi !== "string" || !openapi.startsWith("3.")) return [];
  const title = textOf(membersOf(info)["title"]);
  const base = textOf(membersOf(Array.isArray(servers) ? servers[0] : undefined)["url"]);
  const url = (value: unknown): string => absolute(textOf(value), base);
  return Object.entries(membersOf(membersOf(components)["securitySchemes"])).flatMap(([name, scheme]) => {
    const { type, flows } = membersOf(scheme);
    if (type !== "oauth2") return [];
    return Object.entries(membersOf(flows)).flatMap(([flow, described]): ImportedDraft[] => {
      if (!isGrant(flow)) return [];
      const { authorizationUrl, tokenUrl, refreshUrl, scopes } = membersOf(described);
      return [
        draftOf({
          name: [title, name].filter((part) => part !== "").join(" "),
          grantType: GRANTS[flow],
          authorizationUrl: flow === "authorizationCode" ? url(authorizationUrl) : "",
          tokenUrl: url(tokenUrl),
          refreshUrl: url(refreshUrl),
          scope: Object.keys(membersOf(scopes)).join(" "),
        }),
      ];
    });
  });
}

function isGrant(flow: string): flow is keyof typeof GRANTS {
  return Object.hasOwn(GRANTS, flow);
}

function absolute(url: string, base: string): string {
  if (url === "" || URL.canParse(url)) return url;
  return URL.canParse(url, base) ? new URL(url, base).href : url;
}
