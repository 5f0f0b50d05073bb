import type { FakeBrowser } from "./fake-browser.ts";

export interface FakeServerOptions {
  /** Seconds. */
  readonly lifetime: number;
  /** A refresh token is good for one use; a second one revokes all that came from the same authorization. */
  readonly rotates: boolean;
}

/** An access token, and when it came. */
export interface Issued {
  readonly accessToken: string;
  readonly atMs: number;
}

interface Family {
  isRevoked: boolean;
  /** The access token issued last. */
  current: string;
}

/** An authorization server over the fake browser's clock, as strict as RFC 9700 §4.14.2 asks. */
export class FakeServer {
  readonly options: FakeServerOptions;
  /** How often a used refresh token was presented. */
  reuses = 0;
  refreshes = 0;
  /** The last token set that reached a client, by client id: what a careful client has then. */
  readonly delivered = new Map<string, Issued>();
  /** Every token set that reached a client, oldest first. */
  readonly history = new Map<string, Issued[]>();
  /** What becomes of the next calls, first of all; then all are answered. */
  next: ("lost before" | "lost after" | Response)[] = [];
  readonly #browser: FakeBrowser;
  readonly #refreshTokens = new Map<string, { family: Family; isUsed: boolean }>();
  readonly #accessTokens = new Map<string, { family: Family; expiresAtMs: number }>();
  #count = 0;

  constructor(browser: FakeBrowser, options: FakeServerOptions) {
    this.#browser = browser;
    this.options = options;
    browser.server = ({ url, body }) => {
      const fate = this.next.shift();
      if (fate === "lost before") return "lost";
      if (fate instanceof Response) return fate;
      const last = this.#count;
      const reply = url.endsWith("/revoke") ? this.#revoke(body) : this.#token(body);
      if (fate === "lost after") return "lost";
      const issued = { accessToken: `T${this.#count}`, atMs: this.#browser.nowMs };
      if (this.#count > last) this.#note(body.get("client_id") ?? "", issued);
      return reply;
    };
  }

  #note(clientId: string, issued: Issued): void {
    this.delivered.set(clientId, issued);
    this.history.set(clientId, [...(this.history.get(clientId) ?? []), issued]);
  }

  /** Whether an API would take the token now. */
  honours(accessToken: string): boolean {
    const found = this.#accessTokens.get(accessToken);
    return found !== undefined && !found.family.isRevoked && this.#browser.nowMs < found.expiresAtMs;
  }

  /** Whether the refresh token would still be taken. */
  takes(refreshToken: string): boolean {
    const found = this.#refreshTokens.get(refreshToken);
    return found !== undefined && !found.isUsed && !found.family.isRevoked;
  }

  /** Ends everything that was issued. */
  revokeAll(): void {
    for (const { family } of this.#accessTokens.values()) family.isRevoked = true;
  }

  #token(body: URLSearchParams): Response {
    if (body.get("grant_type") !== "refresh_token") return this.#issue({ isRevoked: false, current: "" }, body);
    this.refreshes += 1;
    const presented = this.#refreshTokens.get(body.get("refresh_token") ?? "");
    if (presented?.isUsed === true) {
      this.reuses += 1;
      presented.family.isRevoked = true;
    }
    if (presented === undefined || presented.family.isRevoked) {
      return Response.json({ error: "invalid_grant" }, { status: 400 });
    }
    presented.isUsed = this.options.rotates;
    return this.#issue(presented.family, body);
  }

  #issue(family: Family, body: URLSearchParams): Response {
    this.#count += 1;
    const access = `T${this.#count}`;
    const refresh = `R${this.#count}`;
    family.current = access;
    this.#accessTokens.set(access, { family, expiresAtMs: this.#browser.nowMs + this.options.lifetime * 1000 });
    const grantType = body.get("grant_type");
    const isNew = grantType === "authorization_code" || (grantType === "refresh_token" && this.options.rotates);
    if (isNew) this.#refreshTokens.set(refresh, { family, isUsed: false });
    return Response.json({
      access_token: access,
      token_type: "Bearer",
      expires_in: this.options.lifetime,
      ...(isNew ? { refresh_token: refresh } : {}),
    });
  }

  #revoke(body: URLSearchParams): Response {
    const token = body.get("token") ?? "";
    const family = (this.#refreshTokens.get(token) ?? this.#accessTokens.get(token))?.family;
    if (family !== undefined) family.isRevoked = true;
    return new Response("", { status: 200 });
  }
}
