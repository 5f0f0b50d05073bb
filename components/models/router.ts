import { signal, type ReadonlySignal, type Signal } from "@preact/signals";

/** What a new API host begins with, where the person came from a page that calls it, or from the profile's form. */
export interface NewHostStart {
  readonly callingPage?: string | undefined;
  readonly profileId?: string | undefined;
}

/** A page of Manage OAuth, as its address names it. */
export type Route =
  | { readonly page: "oauths" }
  /** `start`: the way that was chosen to fill the form. */
  | { readonly page: "newOAuth"; readonly start?: FormStart | undefined }
  | { readonly page: "duplicateOAuth"; readonly profileId: string }
  /** `part`: what the person came for. */
  | { readonly page: "editOAuth"; readonly profileId: string; readonly part?: "secret" | undefined }
  | { readonly page: "token"; readonly profileId: string }
  | { readonly page: "hosts" }
  | ({ readonly page: "newHost" } & NewHostStart)
  | { readonly page: "activity"; readonly traceId: string | undefined }
  /** `part`: what the person came for. */
  | { readonly page: "settings"; readonly part?: "import" | undefined };

export type FormStart = "provider" | "issuer" | "scratch";
const FORM_STARTS: readonly FormStart[] = ["provider", "issuer", "scratch"];

/** Reads an address like `#/oauths/new`; what is unknown leads to the profiles. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/u, "").split("?");
  const [section, detail, more] = path.split("/").map(decode);
  switch (section ?? "") {
    case "hosts":
      return detail === "new" ? { page: "newHost", ...parseNewHost(query) } : { page: "hosts" };
    case "activity":
      return { page: "activity", traceId: detail === "" ? undefined : detail };
    case "settings":
      return detail === "import" ? { page: "settings", part: "import" } : { page: "settings" };
    default:
      if (detail === undefined || detail === "") return { page: "oauths" };
      if (detail === "new")
        return more === undefined
          ? newOAuth(new URLSearchParams(query).get("from"))
          : { page: "duplicateOAuth", profileId: more };
      if (more === "token") return { page: "token", profileId: detail };
      return { page: "editOAuth", profileId: detail, ...(more === "secret" ? { part: more } : {}) };
  }
}

/** The address of a page. */
export function formatRoute(route: Route): string {
  switch (route.page) {
    case "oauths":
      return "#/oauths";
    case "newOAuth":
      return route.start === undefined ? "#/oauths/new" : `#/oauths/new?from=${route.start}`;
    case "duplicateOAuth":
      return `#/oauths/new/${encodeURIComponent(route.profileId)}`;
    case "editOAuth":
      return `#/oauths/${encodeURIComponent(route.profileId)}${route.part === undefined ? "" : `/${route.part}`}`;
    case "token":
      return `#/oauths/${encodeURIComponent(route.profileId)}/token`;
    case "hosts":
      return "#/hosts";
    case "newHost":
      return `#/hosts/new${formatNewHost(route)}`;
    case "activity":
      return route.traceId === undefined ? "#/activity" : `#/activity/${encodeURIComponent(route.traceId)}`;
    case "settings":
      return route.part === undefined ? "#/settings" : `#/settings/${route.part}`;
  }
}

function newOAuth(from: string | null): Route {
  const start = FORM_STARTS.find((one) => one === from);
  return start === undefined ? { page: "newOAuth" } : { page: "newOAuth", start };
}

function parseNewHost(query: string): NewHostStart {
  const given = new URLSearchParams(query);
  return { callingPage: given.get("page") ?? undefined, profileId: given.get("profile") ?? undefined };
}

function formatNewHost({ callingPage, profileId }: NewHostStart): string {
  const query = new URLSearchParams();
  if (callingPage !== undefined) query.set("page", callingPage);
  if (profileId !== undefined) query.set("profile", profileId);
  return query.size === 0 ? "" : `?${query.toString()}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The state of an entry of the history that was shown already, and is gone back to when it comes again. */
const SEEN = "seen";

/** Follows the address of a window. A page that is new begins at its top. */
export class Router {
  readonly #window: Window;
  readonly #route: Signal<Route>;
  #entry: string | undefined;
  #isAskedFor: boolean;
  readonly #listen = (): void => {
    this.#isAskedFor = this.#window.history.state !== SEEN;
    // A page that was there before is where the browser leaves it.
    if (this.#isAskedFor) {
      this.#window.scrollTo(0, 0);
      this.#markSeen();
    }
    this.#route.value = parseRoute(this.#window.location.hash);
  };

  constructor(target: Window) {
    this.#window = target;
    this.#route = signal(parseRoute(target.location.hash));
    this.#isAskedFor = target.history.state !== SEEN;
    this.#markSeen();
    target.addEventListener("hashchange", this.#listen);
  }

  get route(): ReadonlySignal<Route> {
    return this.#route;
  }

  /** Whether the page that is shown was gone to, and neither loaded again nor come back to. */
  get isAskedFor(): boolean {
    return this.#isAskedFor;
  }

  /** @param entry of the list on that page, where it is to be seen: its id */
  go(route: Route, entry?: string): void {
    const hash = formatRoute(route);
    // On a page that is shown already, nobody would take it.
    this.#entry = this.#window.location.hash === hash ? undefined : entry;
    this.#window.location.hash = hash;
  }

  /** The entry that the person was brought for, once. */
  takeEntry(): string | undefined {
    const entry = this.#entry;
    this.#entry = undefined;
    return entry;
  }

  /** Puts another address over the page that is shown, which stays as it is. */
  rename(route: Route): void {
    this.#window.history.replaceState(SEEN, "", formatRoute(route));
  }

  #markSeen(): void {
    this.#window.history.replaceState(SEEN, "");
  }

  dispose(): void {
    this.#window.removeEventListener("hashchange", this.#listen);
  }
}
