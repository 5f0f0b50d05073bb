import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { toErrorData } from "../../lib/domain/errors.ts";
import type { GrantType, OAuthProfile } from "../../lib/domain/profile.ts";
import { profileFromProvider } from "../../lib/domain/providers/profile-from-provider.ts";
import type { Provider } from "../../lib/domain/providers/provider.ts";
import { applyFill, type FormFill, undoFill } from "./form-fill.ts";
import type { ProfileFormModel } from "./profile-form-model.ts";
import { t } from "../words/t.ts";

interface Catalogue {
  searchProviders(text: string): readonly Provider[];
}

/** Fills a form from a provider or from what a server says of itself, and takes that back. */
export class StartModel {
  readonly form: ProfileFormModel;
  readonly isOpen: ReadonlySignal<boolean>;
  /** What is typed into the search box. */
  readonly search: Signal<string> = signal("");
  /** Undefined until the catalogue is loaded. */
  readonly results: ReadonlySignal<readonly Provider[] | undefined>;
  readonly fill: Signal<FormFill | undefined> = signal(undefined);
  readonly #catalogue: Signal<Catalogue | undefined> = signal(undefined);
  /** Undefined until the person has opened or closed it. */
  readonly #choice: Signal<boolean | undefined> = signal(undefined);

  /** @param offered whether a form that nothing was typed into starts with it */
  constructor(form: ProfileFormModel, offered: boolean) {
    this.form = form;
    const isUntouched = computed(
      () => form.form.value?.profileId === null && !form.restored.value && this.fill.value === undefined,
    );
    this.isOpen = computed(() => this.#choice.value ?? (offered && isUntouched.value));
    this.results = computed(() => this.#catalogue.value?.searchProviders(this.search.value));
  }

  toggle(): void {
    this.#choice.value = !this.isOpen.peek();
  }

  /** The catalogue is large, so that it comes only once somebody looks. */
  async load(): Promise<void> {
    if (this.#catalogue.peek() !== undefined) return;
    try {
      const catalogue = await import("../../lib/domain/providers/catalogue.ts");
      this.#catalogue.value = catalogue;
    } catch (error) {
      this.form.app.showAlert({ subject: undefined, error: toErrorData(error) });
    }
  }

  searchFor(text: string): void {
    this.search.value = text;
  }

  /** Without a grant type, the form's own is kept where the provider has it. */
  choose(provider: Provider, grantType?: GrantType): void {
    const current = this.form.profile.peek();
    if (current === undefined) return;
    const previous = this.fill.peek();
    const before = previous === undefined ? current : undoFill(current, previous);
    const variables = previous?.provider === provider ? current.variables : before.variables;
    const grant = grantType ?? grantsOf(provider).find((offered) => offered === before.grantType);
    const after = profileFromProvider(provider, { ...before, variables }, grant ?? expectGrant(provider));
    const name = before.name.trim() === "" ? this.#freeName(after) : after.name;
    this.#show({ from: provider.name, provider, before, after: { ...after, name } });
    this.form.change(() => ({ ...after, name }));
  }

  /** Fills in what a server said of itself. What was typed since it was asked stays. */
  fillFromServer(issuer: string, before: OAuthProfile, after: OAuthProfile): void {
    const fill = { from: issuer, provider: undefined, before, after };
    this.form.change((current) => {
      const filled = applyFill(current, fill);
      this.#show({ ...fill, before: current, after: filled });
      return filled;
    });
  }

  undo(): void {
    const fill = this.fill.peek();
    if (fill === undefined) return;
    this.fill.value = undefined;
    this.#choice.value = true;
    this.form.change((current) => undoFill(current, fill));
    this.form.app.tell(t("startUndone", fill.from));
  }

  /** Nothing of the form is as it was: it was thrown away. */
  reset(): void {
    this.fill.value = undefined;
    this.#choice.value = undefined;
    this.search.value = "";
  }

  #show(fill: FormFill): void {
    this.fill.value = fill;
    this.#choice.value = false;
    this.form.app.tell(t("startFilledFrom", fill.from));
  }

  /** Names are told apart whatever their case. */
  #freeName({ id, name }: OAuthProfile): string {
    const others = this.form.app.snapshot.peek()?.profiles.filter((other) => other.id !== id) ?? [];
    const taken = new Set(others.map((other) => other.name.trim().toLowerCase()));
    for (let number = 1; ; number += 1) {
      const candidate = number === 1 ? name : `${name} ${number}`;
      if (!taken.has(candidate.toLowerCase())) return candidate;
    }
  }
}

/** The grants that a provider offers, in the order of its entry. */
export function grantsOf(provider: Provider): readonly GrantType[] {
  // Object.keys widens; the type says which grants there are.
  return Object.keys(provider.grants) as GrantType[];
}

function expectGrant(provider: Provider): GrantType {
  const [first] = grantsOf(provider);
  if (first === undefined) throw new Error(`The provider "${provider.id}" offers no grant`);
  return first;
}
