import type { Page } from "puppeteer-core";
import { type OAuthProfile, newProfile } from "../../lib/domain/profile.ts";
import type { CommandAnswer, CommandName, Commands } from "../../lib/messages/protocol.ts";
import { CLIENTS, type DemoServers } from "./servers.ts";

/** What the demo's profiles are called on the screen. */
export const NAMES = { signIn: "Demo: sign in", machine: "Demo: machine" } as const;

/** Sends one command from a page of the extension; rejects where it fails. */
async function send<Name extends CommandName>(
  page: Page,
  command: Name,
  request: Commands[Name]["request"],
): Promise<Commands[Name]["result"]> {
  const reply: unknown = await page.evaluate((message) => chrome.runtime.sendMessage(message), { ...request, command });
  // The worker's answer is made from the same types.
  const answer = reply as CommandAnswer<Name>;
  if (!answer.ok) throw new Error(`The extension refused ${command}: ${JSON.stringify(answer.error)}`);
  return answer.result;
}

/** Puts the two demo profiles and the API host in place. Nothing is authorized and no permission asked for. */
export async function seed(page: Page, { auth, apiOrigin, pageOrigin }: DemoServers): Promise<void> {
  const profileId = await saveProfile(page, CLIENTS.signIn.secret, {
    name: NAMES.signIn,
    grantType: "authorization_code",
    clientId: CLIENTS.signIn.id,
    authorizationUrl: auth.endpoints.authorization,
    tokenUrl: auth.endpoints.token,
    issuer: auth.issuer,
    scope: "openid api:read",
  });
  await saveProfile(page, CLIENTS.machine.secret, {
    name: NAMES.machine,
    grantType: "client_credentials",
    clientId: CLIENTS.machine.id,
    tokenUrl: auth.endpoints.token,
    scope: "api:read",
  });
  await send(page, "saveHost", {
    host: {
      id: null,
      pattern: apiOrigin,
      profileId,
      callingPages: [pageOrigin],
      pageLoads: true,
      webSockets: true,
      enabled: true,
    },
  });
}

async function saveProfile(page: Page, clientSecret: string, changes: Partial<OAuthProfile>): Promise<string> {
  const { draftId, profile } = await send(page, "openProfileForm", { target: { kind: "new" } });
  return send(page, "saveProfile", {
    draftId,
    profile: { ...newProfile(profile.id, profile.seq), ...changes },
    secrets: { clientSecret },
    authorize: false,
  });
}
