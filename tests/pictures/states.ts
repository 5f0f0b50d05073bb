import type { Page } from "puppeteer-core";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { CLIENT_SECRET, type World } from "../e2e/world.ts";
import type { BadReply, BadServer } from "../support/bad-server.ts";
import { pollUntil } from "../support/wait.ts";

/** Every state that a profile's status can be in, by the profile's name on the screen. */
export const NAMES = {
  valid: "Orders API",
  attached: "Alice, shop",
  renewing: "Warehouse sync",
  retrying: "Invoices (staging)",
  refused: "Payments partner",
  needsPerson: "Bob, back office",
  expired: "Reports, 5 s tokens",
  none: "Search",
  long: "Customer master data of the north-western region, second production line, read only",
} as const;

const PASSPHRASE = "correct horse battery staple";

type Changes = Partial<OAuthProfile>;

/** Brings a running extension into the states that a picture is to show, through its own commands and a scripted server. */
export class States {
  readonly #world: World;
  readonly #server: BadServer;
  #count = 0;

  constructor(world: World, server: BadServer) {
    this.#world = world;
    this.#server = server;
  }

  /** Profiles in every state. The API host of `api.test` is given to one of them, with its calling page. */
  async fill(): Promise<void> {
    this.#server.answer("/auth", {
      kind: "authorization-response",
      respond: ({ state }) => ({
        query: [
          ["code", "C"],
          ["state", state],
        ],
      }),
    });
    await this.#readable();
    await this.#attached();
    await this.#failing(NAMES.renewing, { kind: "silent" }, "renewing");
    await this.#failing(NAMES.retrying, { kind: "plain", status: 503, headers: { "Retry-After": "600" } }, "valid");
    await this.#refused();
    await this.#needsPerson();
    await this.#expired();
    await this.#save(NAMES.none, {});
    await this.#save(NAMES.long, {});
  }

  /** API hosts in every state that one can show, beside the one that is attached: so many that they are folded and searched. */
  async fillHosts(): Promise<void> {
    const { profiles } = await this.#world.snapshot();
    const idOf = (name: string): string | null => profiles.find((profile) => profile.name === name)?.id ?? null;
    const more = { callingPages: [], pageLoads: false, webSockets: false };
    await this.#world.saveHost({ ...more, pattern: "https://*.example.com", profileId: idOf(NAMES.valid) });
    await this.#world.saveHost({ ...more, pattern: "http://sub.api.test", profileId: null });
    await this.#world.saveHost({ ...more, pattern: "http://auth.test:8080/v2", profileId: idOf(NAMES.none) });
    await this.#world.saveHost({ ...more, pattern: "https://orders.staging.example.net", profileId: idOf(NAMES.long) });
    await this.#world.saveHost({
      ...more,
      pattern: "http://auth.test:8081",
      profileId: idOf(NAMES.expired),
      enabled: false,
    });
    const hostId = await this.#world.saveHost({ ...more, pattern: "http://docs.test", profileId: idOf(NAMES.valid) });
    await this.#world.do("setTestMode", { hostId, testMode: { kind: "broken_signature", minutes: 15 } });
  }

  /** The calling page makes requests that the API answers with 200 and 401. */
  async callApi(page: Page): Promise<void> {
    const { sites } = this.#world;
    const urls = [sites.url("api.test", "/open"), sites.url("api.test", "/me")];
    await page.evaluate((all) => Promise.all(all.map(async (url) => (await fetch(url)).status)), urls);
  }

  async lock(): Promise<void> {
    await this.#world.do("setPassphrase", { next: PASSPHRASE });
    await this.#world.do("lock", {});
  }

  async unlock(): Promise<void> {
    await this.#world.do("unlock", { passphrase: PASSPHRASE });
  }

  /** As after a newer version of the extension was there: nothing is readable, and nothing is overwritten. */
  async storeNewerData(): Promise<void> {
    const page = await this.#world.browser.openExtensionPage("options.html#/settings");
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.open("bearer-bar", 99);
          request.addEventListener("success", () => resolve(request.result.close()));
          request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB")));
        }),
    );
    await page.close();
    await this.#world.browser.killWorker();
  }

  async #save(name: string, changes: Changes): Promise<string> {
    const { origin } = this.#server;
    const urls = { tokenUrl: `${origin}/token`, authorizationUrl: `${origin}/auth` };
    return this.#world.saveProfile(
      {
        name,
        grantType: "client_credentials",
        clientId: "pictures",
        scope: "orders:read orders:write",
        ...urls,
        ...changes,
      },
      CLIENT_SECRET,
    );
  }

  async #authorized(id: string, reply: BadReply): Promise<void> {
    this.#server.answer("/token", reply);
    await this.#world.do("authorize", { profileId: id });
    await this.#world.waitForStatus(id, "valid");
  }

  #tokens(expiresIn: number, more: Readonly<Record<string, unknown>> = {}): BadReply {
    this.#count += 1;
    const body = {
      access_token: `access-${this.#count}`,
      refresh_token: `refresh-${this.#count}`,
      expires_in: expiresIn,
    };
    return { kind: "json", body: { ...body, token_type: "Bearer", scope: "orders:read", ...more } };
  }

  /** Of which everything can be seen: a JWT with an id token, and a server that answers questions about it. */
  async #readable(): Promise<void> {
    const path = "/introspect";
    const id = await this.#save(NAMES.valid, { introspectionUrl: this.#server.origin + path });
    const iat = Math.floor(Date.now() / 1_000);
    const claims = { iss: "https://login.example.com/", sub: "orders-service", aud: "https://api.example.com", iat };
    const reply = this.#tokens(3600, {
      access_token: jwt({ ...claims, exp: iat + 3600, scope: "orders:read", roles: ["reader", "auditor"] }),
      id_token: jwt({ ...claims, aud: "pictures", auth_time: iat - 60, nonce: "n-0S6_WzA2Mj" }),
      instance_url: "https://eu-central-1.orders.example.com",
    });
    await this.#authorized(id, reply);
    const answer = { active: true, client_id: "pictures", scope: "orders:read", sub: "orders-service" };
    this.#server.answer(path, { kind: "json", body: answer });
  }

  async #valid(name: string, expiresIn: number, changes: Changes = {}): Promise<string> {
    const id = await this.#save(name, changes);
    await this.#authorized(id, this.#tokens(expiresIn));
    return id;
  }

  /** Its own refresh URL goes on answering well, for the renewal after the API's 401. */
  async #attached(): Promise<void> {
    const path = "/token-alice";
    this.#server.answer(path, this.#tokens(3600));
    const changes: Changes = { grantType: "authorization_code", refreshUrl: this.#server.origin + path };
    await this.#world.saveHost({ profileId: await this.#valid(NAMES.attached, 2400, changes) });
  }

  /** A token that is good, and a renewal that is not. */
  async #failing(name: string, reply: BadReply, kind: "renewing" | "valid"): Promise<void> {
    const path = `/token-${kind}`;
    const id = await this.#save(name, { refreshUrl: this.#server.origin + path, autoRenew: false });
    await this.#authorized(id, this.#tokens(1800));
    this.#server.answer(path, reply);
    await this.#world.do("authorize", { profileId: id });
    await pollUntil(`${name} to be ${kind}`, async () => {
      const status = (await this.#world.profile(id))?.status;
      return status?.kind === kind && (kind === "renewing" || ("problem" in status && status.problem !== undefined));
    });
  }

  async #refused(): Promise<void> {
    const id = await this.#save(NAMES.refused, {});
    const body = { error: "invalid_client", error_description: "The client secret has expired on 1 November" };
    this.#server.answer("/token", { kind: "json", status: 401, body });
    await this.#world.do("authorize", { profileId: id });
    await this.#world.waitForStatus(id, "failed");
  }

  /** Its renewal was refused for good while nobody looked. */
  async #needsPerson(): Promise<void> {
    const path = "/token-gone";
    const changes: Changes = { grantType: "authorization_code", refreshUrl: this.#server.origin + path };
    const id = await this.#save(NAMES.needsPerson, changes);
    const body = { error: "invalid_grant", error_description: "The session was ended by an administrator" };
    this.#server.answer(path, { kind: "json", status: 400, body });
    // Only a token that is attached is renewed without being asked.
    await this.#world.saveHost({ pattern: "http://auth.test:9090", profileId: id, callingPages: [] });
    await this.#authorized(id, this.#tokens(5));
    await pollUntil("the renewal to be refused", async () => {
      const status = (await this.#world.profile(id))?.status;
      return status !== undefined && "problem" in status && status.problem !== undefined;
    });
  }

  async #expired(): Promise<void> {
    const id = await this.#save(NAMES.expired, { autoRenew: false });
    await this.#authorized(id, this.#tokens(2));
    await this.#world.waitForStatus(id, "expired");
  }
}

/** A JWT as servers make them; what stands for the signature is none. */
function jwt(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256", kid: "2026-11", typ: "at+jwt" })}.${part(claims)}.${part("signature")}`;
}
