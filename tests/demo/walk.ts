import { controlsOf } from "../support/controls.ts";
import type { RecordedRequest } from "../support/request-log.ts";
import { answerConsent, signIn } from "../support/sign-in.ts";
import { pollUntil } from "../support/wait.ts";
import { NAMES } from "./seed.ts";
import { CLIENTS, PERSON } from "./servers.ts";
import { describeRequest } from "./terminal.ts";
import {
  type WalkWorld,
  arriving,
  expectAccepted,
  expectRefused,
  expectStatus,
  expectToken,
  inFront,
  isCallOfMe,
  lastToken,
  openPopup,
  openSocket,
  paste,
  pressInPopup,
} from "./walk-actions.ts";

const isTypedAddress = ({ target }: RecordedRequest): boolean => target === "/open?typed";

/** Clicks through the whole demo as a person would. Rejects at the first step that does not end as it should. */
export async function walk(world: WalkWorld): Promise<void> {
  const { steps } = world;
  await steps.take("Before anything is authorized, the page calls the API", () => expectRefused(world));
  await signInWalk(world);
  await otherWaysWalk(world);
  await machineWalk(world);
  await formWalk(world);
}

async function signInWalk(world: WalkWorld): Promise<void> {
  const { steps, browser, servers, album, manage } = world;
  await steps.take(`Manage OAuth shows the two demo profiles, not authorized`, async () => {
    const controls = await inFront(manage);
    for (const name of Object.values(NAMES)) await controls.find("listitem", name);
    await controls.waitForText("Not authorized");
  });
  await steps.take(`In the popup, press Authorize at "${NAMES.signIn}"`, async () => {
    await pressInPopup(world, NAMES.signIn, "Authorize");
  });
  await steps.take(`Sign in as ${PERSON.username} in the window that opens, and press Allow`, async () => {
    const window = await browser.waitForAuthWindow();
    await signIn(window, PERSON.username, PERSON.password);
    await answerConsent(window);
    await pollUntil("the server to issue a token", () => servers.auth.issued.length > 0);
    await expectStatus(world, NAMES.signIn, /Valid for/u);
    await album.take(await openPopup(world), "popup");
    steps.note(`The OAuth server issued a token by ${servers.auth.issued.at(-1)?.grantType}`);
  });
  await steps.take("The page calls the API again", async () => {
    await expectAccepted(world, PERSON.username);
    await album.take(world.caller, "calling-page");
  });
}

async function otherWaysWalk(world: WalkWorld): Promise<void> {
  const { steps, servers, browser, caller } = world;
  await steps.take("The page opens a WebSocket to the API", async () => {
    const request = await arriving(
      world,
      ({ isWebSocket }) => isWebSocket,
      () => openSocket(caller, servers.apiOrigin),
    );
    expectToken(world, request);
  });
  await steps.take("The API's address is typed into the address bar", async () => {
    const page = await browser.newPage();
    expectToken(world, await arriving(world, isTypedAddress, () => page.goto(`${servers.apiOrigin}/open?typed`)));
    await page.close();
  });
  await steps.take("The same page on a site that is not in the list calls the API", async () => {
    const page = await browser.newPage(servers.strangerUrl);
    const request = await arriving(world, isCallOfMe, () => controlsOf(page).click("button", "GET /me"));
    if (request.headers.authorization !== undefined) throw new Error("The stranger's request carried a token");
    steps.note(`API saw ${describeRequest(request)}`);
    await page.close();
  });
  await steps.take(`In the popup, press Copy token at "${NAMES.signIn}"`, async () => {
    const popup = await pressInPopup(world, NAMES.signIn, "Copy token");
    await controlsOf(popup).waitForText("Copied");
    const pasted = await paste(world);
    if (pasted !== lastToken(world)) throw new Error("The clipboard holds something else than the token");
    steps.note("Pasted: the token that the API saw");
  });
}

async function machineWalk(world: WalkWorld): Promise<void> {
  const { steps, servers, manage, album } = world;
  await steps.take(`In the popup, choose "${NAMES.machine}" as Authentication type`, async () => {
    const popup = await openPopup(world);
    await controlsOf(popup).choose("Authentication type", NAMES.machine);
    await controlsOf(popup).waitForText(`${NAMES.machine} is not authorized`);
  });
  await steps.take("The page calls the API: the profile chosen has no token yet", () => expectRefused(world));
  await steps.take(`In the popup, press Authorize at "${NAMES.machine}"`, async () => {
    await pressInPopup(world, NAMES.machine, "Authorize");
    await expectStatus(world, NAMES.machine, /Valid for/u);
    steps.note(`The OAuth server issued a token by ${servers.auth.issued.at(-1)?.grantType}`);
  });
  await steps.take("The page calls the API as the machine", () => expectAccepted(world, CLIENTS.machine.id));
  await steps.take("Manage OAuth shows both profiles with their tokens", async () => {
    await (await inFront(manage)).find("listitem", NAMES.machine);
    await album.take(manage, "manage-oauth");
  });
  await steps.take("API hosts there: the host carries the machine's token", async () => {
    const controls = await inFront(manage);
    await controls.click("link", "API hosts");
    await controls.waitForText(`Requests carry the token of ${NAMES.machine}`);
    await album.take(manage, "api-hosts");
  });
  await steps.take("Authentication type None: the page calls the API without a token", async () => {
    const controls = await inFront(manage);
    await controls.choose("Authentication type", "None");
    await controls.waitForText("Authentication type is None");
    await expectRefused(world);
  });
}

async function formWalk({ steps, servers, manage, album }: WalkWorld): Promise<void> {
  const controls = await inFront(manage);
  await steps.take("Manage OAuth, Add OAuth: fill in a profile by hand", async () => {
    await controls.click("link", "OAuths");
    await controls.click("button", "Add OAuth");
    await controls.fill("Name", "Typed by hand");
    await controls.choose("Grant type", "Client Credentials");
    await controls.fill("Client ID", CLIENTS.machine.id);
    await controls.fill("Client Secret", CLIENTS.machine.secret);
    await controls.fill("Access token URL", servers.auth.endpoints.token);
    await controls.fill("Scope", "api:read");
    await album.take(manage, "form");
  });
  await steps.take("Press Authorize: the form saves the profile and gets its token", async () => {
    const before = servers.auth.issued.length;
    await controls.click("button", "Authorize");
    await controls.waitForText(/Valid for/u);
    if (servers.auth.issued.length !== before + 1) throw new Error("The OAuth server issued no token for it");
  });
}
