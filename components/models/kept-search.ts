import { signal, type Signal } from "@preact/signals";

/** What a list is searched for, also when the person comes back to it. */
export class KeptSearch {
  readonly text: Signal<string> = signal("");

  type(text: string): void {
    this.text.value = text;
  }
}
