/** What goes wrong at one point of the worker's life. */
export interface Fault {
  /** As `PointReport.points` names it. */
  readonly point: string;
  readonly kind: "killed before" | "killed after" | "fails";
}

export interface PointReport {
  /** Every point reached since `watchPoints`, in order; the second of a name is `name 2`. */
  readonly points: readonly string[];
  /** Those whose effect has taken place. */
  readonly done: readonly string[];
  /** The fault has stopped the worker: nothing that it still does has an effect, until it is really ended. */
  readonly isOver: boolean;
  /** Calls that have not been answered. */
  readonly underWay: number;
}

interface State extends PointReport {
  points: string[];
  done: string[];
  isOver: boolean;
  underWay: number;
  fault: Fault | null;
}

/**
 * Runs in the worker as built. Makes each of its calls to the browser and each commit a point, counts them anew, and
 * lets a fault happen at one: from there on nothing goes out and nothing comes back. Sees nothing outside of itself.
 */
export function watchPoints(fault: Fault | null): void {
  const scope = globalThis as typeof globalThis & { faults?: State };
  const fresh = { points: [], done: [], isOver: false, underWay: 0, fault };
  if (scope.faults !== undefined) {
    Object.assign(scope.faults, fresh);
    return;
  }
  const state: State = fresh;
  scope.faults = state;
  type Call = (...args: unknown[]) => unknown;
  const NEVER = new Promise<never>(() => undefined);

  function reach(name: string): { label: string; fate: "goes on" | "fails" | "is over" | "ends after" } {
    if (state.isOver) return { label: name, fate: "is over" };
    const before = state.points.filter((point) => point === name || point.startsWith(`${name} `)).length;
    const label = before === 0 ? name : `${name} ${before + 1}`;
    state.points.push(label);
    if (state.fault?.point !== label) return { label, fate: "goes on" };
    if (state.fault.kind === "fails") return { label, fate: "fails" };
    if (state.fault.kind === "killed after") return { label, fate: "ends after" };
    state.isOver = true;
    return { label, fate: "is over" };
  }

  function answer(label: string, fate: string): boolean {
    state.underWay -= 1;
    if (state.isOver) return false;
    state.done.push(label);
    if (fate === "ends after") state.isOver = true;
    return !state.isOver;
  }

  function watch(owner: object, name: string, nameOf: (args: readonly unknown[]) => string | undefined): void {
    const methods = owner as Record<string, Call>;
    const original = methods[name]?.bind(owner);
    if (original === undefined) throw new Error(`No "${name}" to watch`);
    methods[name] = (...args) => {
      const point = nameOf(args);
      if (point === undefined) return state.isOver ? NEVER : original(...args);
      const { label, fate } = reach(point);
      if (fate === "is over") return NEVER;
      const callback = args.at(-1);
      const takesCallback = typeof callback === "function";
      if (fate === "fails" && takesCallback) throw new TypeError(`${label} failed`);
      if (fate === "fails") return Promise.reject(new TypeError(`${label} failed`));
      state.underWay += 1;
      if (takesCallback) {
        // Within the browser's own callback, where `runtime.lastError` can be read.
        const told = (...results: unknown[]): unknown => answer(label, fate) && (callback as Call)(...results);
        return original(...args.slice(0, -1), told);
      }
      return Promise.resolve(original(...args)).then(
        (result) => (answer(label, fate) ? result : NEVER),
        (error: unknown) => (answer(label, fate) ? Promise.reject(error as Error) : NEVER),
      );
    };
  }

  function watchCommits(): void {
    // Bound to the database at each call.
    // oxlint-disable-next-line typescript/unbound-method
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function transaction(stores, mode, options) {
      const begun = begin.call(this, stores, mode, options);
      if (mode !== "readwrite") return begun;
      const names = [...begun.objectStoreNames];
      // Traces are written beside everything else, and nothing waits for them.
      const isTrace = names.includes("traces");
      if (isTrace && !state.isOver) return begun;
      const { label, fate } = reach(`commit ${names.join("+")}`);
      // After what is asked for in this turn: an abort in the middle, as by a full disk.
      if (fate === "fails" || fate === "is over") queueMicrotask(() => begun.abort());
      else {
        state.underWay += 1;
        begun.addEventListener("complete", () => answer(label, fate));
        begun.addEventListener("abort", () => answer(label, fate));
      }
      return begun;
    };
  }

  const always = (name: string) => (): string => name;
  watch(globalThis, "fetch", always("fetch"));
  watch(chrome.identity, "launchWebAuthFlow", always("window"));
  watch(chrome.permissions, "getAll", always("permissions"));
  const ruleWords = (change: unknown, what: string): string =>
    `${((change as { addRules?: unknown[] }).addRules ?? []).length > 0 ? "add" : "remove"} ${what}`;
  watch(chrome.declarativeNetRequest, "getSessionRules", always("read rules"));
  watch(chrome.declarativeNetRequest, "updateSessionRules", ([change]) => ruleWords(change, "rules"));
  watch(chrome.declarativeNetRequest, "getDynamicRules", always("read call rules"));
  watch(chrome.declarativeNetRequest, "updateDynamicRules", ([change]) => ruleWords(change, "call rules"));
  watch(chrome.alarms, "get", always("read alarm"));
  watch(chrome.alarms, "create", always("set alarm"));
  watch(chrome.alarms, "clear", always("clear alarm"));
  // What the badge remembers is read and written beside everything else, and nothing waits for it.
  const ofKey = (verb: string, name: string): string | undefined =>
    name.endsWith("Key") || name === "rules.digest" ? `${verb} ${name}` : undefined;
  watch(chrome.storage.session, "get", ([name]) => ofKey("read", String(name)));
  watch(chrome.storage.session, "set", ([values]) => ofKey("keep", Object.keys(values as object).join("+")));
  watch(chrome.storage.session, "remove", ([name]) => ofKey("remove", String(name)));
  watch(chrome.storage.local, "set", always("mark"));
  for (const name of ["encrypt", "decrypt", "deriveKey"]) watch(crypto.subtle, name, always(name));
  watchCommits();
}

/** Runs in the worker: what has happened since `watchPoints`. */
export function reportPoints(): PointReport | null {
  const { faults } = globalThis as typeof globalThis & { faults?: State };
  return faults ?? null;
}
