import { controlsOf } from "../support/controls.ts";
import type { RecordedRequest } from "../support/request-log.ts";
import { answerConsent, signIn } from "../support/sign-in.ts";
import { pollUntil } from "../support/wait.ts";
import { NAMES } from "./seed.ts";
import { CLIENTS, PERSON } from "./servers.ts";
import { describeRequest, note, say } from "./terminal.ts";
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

/** What the demo does, in this order; each step says in words what it is, and rejects where it does not end as it should. */
export const STEPS: readonly { readonly words: string; readonly run: (world: WalkWorld) => Promise<void> }[] = [
  { words: "Before anything is authorized, the page calls the API", run: expectRefused },
  {
    words: "Manage OAuth shows the two demo profiles, not authorized",
    async run({ manage }) {
      const controls = await inFront(manage);
      for (const name of Object.values(NAMES)) await controls.find("listitem", name);
      await controls.waitForText("Not authorized");
    },
  },
  {
    words: `In the popup, press Authorize at "${NAMES.signIn}"`,
    async run(world) {
      await pressInPopup(world, NAMES.signIn, "Authorize");
    },
  },
  {
    words: `Sign in as ${PERSON.username} in the window that opens, and press Allow`,
    async run(world) {
      const { servers, browser } = world;
      const window = await browser.waitForAuthWindow();
      await signIn(window, PERSON.username, PERSON.password);
      await answerConsent(window);
      await pollUntil("the server to issue a token", () => servers.auth.issued.length > 0);
      await expectStatus(world, NAMES.signIn, /Valid for/u);
      await world.album.take(await openPopup(world), "popup");
      noteGrant(world);
    },
  },
  {
    words: "The page calls the API again",
    async run(world) {
      await expectAccepted(world, PERSON.username);
      await world.album.take(world.caller, "calling-page");
    },
  },
  {
    words: "The page opens a WebSocket to the API",
    async run(world) {
      const open = (): Promise<void> => openSocket(world.caller, world.servers.apiOrigin);
      expectToken(world, await arriving(world, ({ isWebSocket }) => isWebSocket, open));
    },
  },
  {
    words: "The API's address is typed into the address bar",
    async run(world) {
      const page = await world.browser.newPage();
      const open = (): Promise<unknown> => page.goto(`${world.servers.apiOrigin}/open?typed`);
      expectToken(world, await arriving(world, isTypedAddress, open));
      await page.close();
    },
  },
  {
    words: "The same page on a site that is not in the list calls the API",
    async run(world) {
      const page = await world.browser.newPage(world.servers.strangerUrl);
      const request = await arriving(world, isCallOfMe, () => controlsOf(page).click("button", "GET /me"));
      if (request.headers.authorization !== undefined) throw new Error("The stranger's request carried a token");
      note(`API saw ${describeRequest(request)}`);
      await page.close();
    },
  },
  {
    words: `In the popup, press Copy token at "${NAMES.signIn}"`,
    async run(world) {
      const popup = await pressInPopup(world, NAMES.signIn, "Copy token");
      await controlsOf(popup).waitForText("Copied");
      const pasted = await paste(world);
      if (pasted !== lastToken(world)) throw new Error("The clipboard holds something else than the token");
      note("Pasted: the token that the API saw");
    },
  },
  {
    words: `In the popup, choose "${NAMES.machine}" as Authentication type`,
    async run(world) {
      const popup = await openPopup(world);
      await controlsOf(popup).choose("Authentication type", NAMES.machine);
      await controlsOf(popup).waitForText(`${NAMES.machine} is not authorized`);
    },
  },
  { words: "The page calls the API: the profile chosen has no token yet", run: expectRefused },
  {
    words: `In the popup, press Authorize at "${NAMES.machine}"`,
    async run(world) {
      await pressInPopup(world, NAMES.machine, "Authorize");
      await expectStatus(world, NAMES.machine, /Valid for/u);
      noteGrant(world);
    },
  },
  { words: "The page calls the API as the machine", run: (world) => expectAccepted(world, CLIENTS.machine.id) },
  {
    words: "Manage OAuth shows both profiles with their tokens",
    async run({ manage, album }) {
      await (await inFront(manage)).find("listitem", NAMES.machine);
      await album.take(manage, "manage-oauth");
    },
  },
  {
    words: "API hosts there: the host carries the machine's token",
    async run({ manage, album }) {
      const controls = await inFront(manage);
      await controls.click("link", "API hosts");
      await controls.waitForText(`Requests carry the token of ${NAMES.machine}`);
      await album.take(manage, "api-hosts");
    },
  },
  {
    words: "Authentication type None: the page calls the API without a token",
    async run(world) {
      const controls = await inFront(world.manage);
      await controls.choose("Authentication type", "None");
      await controls.waitForText("Authentication type is None");
      await expectRefused(world);
    },
  },
  {
    words: "Manage OAuth, Add OAuth: fill in a profile by hand",
    async run({ servers, manage, album }) {
      const controls = await inFront(manage);
      await controls.click("link", "OAuths");
      await controls.click("button", "Add OAuth");
      await controls.fill("Name", "Typed by hand");
      await controls.choose("Grant type", "Client Credentials");
      await controls.fill("Client ID", CLIENTS.machine.id);
      await controls.fill("Client Secret", CLIENTS.machine.secret);
      await controls.fill("Access token URL", servers.auth.endpoints.token);
      await controls.fill("Scope", "api:read");
      await album.take(manage, "form");
    },
  },
  {
    words: "Press Authorize: the form saves the profile and gets its token",
    async run({ servers, manage }) {
      const controls = await inFront(manage);
      const before = servers.auth.issued.length;
      await controls.click("button", "Authorize");
      await controls.waitForText(/Valid for/u);
      if (servers.auth.issued.length !== before + 1) throw new Error("The OAuth server issued no token for it");
    },
  },
];

function noteGrant({ servers }: WalkWorld): void {
  note(`The OAuth server issued a token by ${servers.auth.issued.at(-1)?.grantType}`);
}

/** Clicks through the whole demo as a person would. Rejects with the step that failed. */
export async function walk(world: WalkWorld): Promise<void> {
  for (const [index, { words, run }] of STEPS.entries()) {
    say(`${String(index + 1).padStart(2)}. ${words}`);
    try {
      await run(world);
    } catch (cause) {
      throw new Error(`Step ${index + 1} failed: ${words}`, { cause });
    }
  }
  say();
  say(`All ${STEPS.length} steps are done.`);
}
