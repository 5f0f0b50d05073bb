import { parseUrl } from "../../lib/domain/url.ts";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { isLoopback } from "../../lib/domain/endpoint.ts";

/** Hosts that the profile calls over plain http beyond this machine. */
export function insecureHosts(profile: OAuthProfile): readonly string[] {
  const authorization = profile.grantType === "authorization_code" ? [profile.authorizationUrl] : [];
  const { tokenUrl, refreshUrl, revocationUrl, introspectionUrl, userinfoUrl } = profile;
  const endpoints = [...authorization, tokenUrl, refreshUrl, revocationUrl, introspectionUrl, userinfoUrl];
  const hosts = endpoints.flatMap((endpoint) => {
    const url = parseUrl(
      endpoint.replace(/\{\{([^{}]*)\}\}/gu, (_, name: string) => profile.variables[name.trim()] || "x"),
    );
    return url?.protocol === "http:" && url.hostname !== "" && !isLoopback(url.hostname) ? [url.host] : [];
  });
  return [...new Set(hosts)];
}
