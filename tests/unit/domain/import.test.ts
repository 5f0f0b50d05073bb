import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatBackup, MAX_BACKUP_LENGTH } from "../../../lib/domain/backup.ts";
import type { ImportedDraft } from "../../../lib/domain/import/draft.ts";
import { readImport } from "../../../lib/domain/import/read-import.ts";
import { newProfile, type OAuthProfile } from "../../../lib/domain/profile.ts";
import { DEFAULT_SETTINGS } from "../../../lib/domain/settings.ts";

/** Made by hand after each format's own documentation. */
function fixture(name: string): string {
  return readFileSync(new URL(`./import-files/${name}`, import.meta.url), "utf8");
}

function drafts(text: string): readonly ImportedDraft[] {
  const file = readImport(text);
  if (file.kind !== "drafts") throw new Error("a backup");
  return file.drafts;
}

function profile(members: Partial<OAuthProfile>): OAuthProfile {
  return { ...newProfile("", 0), ...members };
}

describe("a file of another tool", () => {
  it("is a Postman collection: its own, its folders' and its requests' OAuth, each once", () => {
    expect(drafts(fixture("postman.json"))).toEqual([
      {
        profile: profile({
          name: "Acme staging",
          clientId: "acme-web",
          authorizationUrl: "https://login.acme.example/authorize",
          tokenUrl: "https://login.acme.example/token",
          scope: "openid orders:read",
          clientAuthentication: "none",
        }),
      },
      {
        profile: profile({
          name: "Nightly job",
          grantType: "client_credentials",
          clientId: "acme-job",
          tokenUrl: "https://login.acme.example/token",
          clientAuthentication: "body",
          headerPrefix: "Token",
        }),
        clientSecret: "job-secret",
      },
      {
        profile: profile({
          name: "Old",
          pkce: "off",
          clientId: "{{oldClientId}}",
          authorizationUrl: "https://old.acme.example/authorize",
          tokenUrl: "https://old.acme.example/token",
        }),
        clientSecret: "old-secret",
      },
    ]);
  });

  it("is an Insomnia export", () => {
    expect(drafts(fixture("insomnia.json"))).toEqual([
      {
        profile: profile({
          name: "List orders",
          clientId: "acme-web",
          authorizationUrl: "https://login.acme.example/authorize",
          tokenUrl: "https://login.acme.example/token",
          scope: "openid",
          clientAuthentication: "none",
        }),
      },
      {
        profile: profile({
          name: "Run job",
          grantType: "client_credentials",
          clientId: "acme-job",
          tokenUrl: "https://login.acme.example/token",
          clientAuthentication: "body",
        }),
        clientSecret: "job-secret",
      },
    ]);
  });

  it("is an OpenAPI 3 document: one draft for each flow, scopes and relative URLs included", () => {
    expect(drafts(fixture("openapi.json"))).toEqual([
      {
        profile: profile({
          name: "Orders acme",
          authorizationUrl: "https://login.acme.example/authorize",
          tokenUrl: "https://api.acme.example/oauth/token",
          refreshUrl: "https://login.acme.example/refresh",
          scope: "orders:read orders:write",
          clientAuthentication: "none",
        }),
      },
      {
        profile: profile({
          name: "Orders acme",
          grantType: "client_credentials",
          tokenUrl: "https://login.acme.example/token",
          scope: "jobs",
        }),
      },
    ]);
  });

  it("is a curl command with Basic, lines continued", () => {
    const command = `curl -X POST 'https://login.acme.example/token' \\
      -H "Accept: application/json" -u acme-job:'s3:cr"t' \\
      --data grant_type=client_credentials --data-urlencode "scope=jobs read"`;
    expect(drafts(command)).toEqual([
      {
        profile: profile({
          name: "login.acme.example",
          grantType: "client_credentials",
          tokenUrl: "https://login.acme.example/token",
          clientId: "acme-job",
          scope: "jobs read",
        }),
        clientSecret: 's3:cr"t',
      },
    ]);
  });

  it("is a curl command with the secret in its body", () => {
    const command =
      "curl https://login.acme.example/token -d 'grant_type=refresh_token&client_id=web&client_secret=s%26t'";
    expect(drafts(command)).toMatchObject([
      {
        profile: { grantType: "authorization_code", clientId: "web", clientAuthentication: "body" },
        clientSecret: "s&t",
      },
    ]);
  });

  it.each([
    ["something else", "hello"],
    ["JSON of something else", '{"a":1}'],
    [
      "an OpenAPI document without OAuth",
      '{"openapi":"3.1.0","components":{"securitySchemes":{"k":{"type":"apiKey"}}}}',
    ],
    [
      "a collection of nonsense",
      '{"info":{"schema":"https://schema.getpostman.com/x"},"item":[1,{"auth":7}],"auth":7}',
    ],
    ["a curl command that asks for no token", "curl https://api.example.com -d a=b"],
    ["a curl command to nowhere", "curl -d grant_type=client_credentials"],
  ])("is refused when it is %s", (_, text) => {
    const details = { field: "File", problem: "nothing_to_import" };
    expect(() => readImport(text)).toThrow(expect.objectContaining({ code: "invalid_field", details }));
  });

  it.each([
    ["empty_file", " \n"],
    ["broken_json", '{"info": {"name": "cut'],
    ["yaml", "openapi: 3.1.0\ninfo:\n  title: Pets\n"],
    ["yaml", "# Pets\nswagger: '2.0'\n"],
    ["swagger_2", '{"swagger": "2.0", "securityDefinitions": {}}'],
  ])("that is no use says why: %s", (problem, text) => {
    expect(() => readImport(text)).toThrow(expect.objectContaining({ details: { field: "File", problem } }));
  });

  it("gives what it has, where a setting is missing", () => {
    const text =
      '{"info":{"schema":"https://schema.getpostman.com/x"},"auth":{"type":"oauth2","oauth2":[{"key":7},3]}}';
    expect(drafts(text)).toMatchObject([{ profile: { grantType: "authorization_code", clientId: "", tokenUrl: "" } }]);
  });

  it("is known as a backup of ours, and refused when it is too large", () => {
    const text = formatBackup({ profiles: [], hosts: [], settings: DEFAULT_SETTINGS }, undefined);
    expect(readImport(text)).toEqual({ kind: "backup" });
    expect(() => readImport("x".repeat(MAX_BACKUP_LENGTH + 1))).toThrow(
      expect.objectContaining({ details: { field: "File", problem: "too_large" } }),
    );
  });
});
