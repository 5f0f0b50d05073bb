import { effect } from "@preact/signals";
import type { AppModel } from "./app-model.ts";

/** Keeps the page's `data-theme` at what the settings say; without one, the system decides. */
export function followTheme(app: AppModel, root: HTMLElement): () => void {
  return effect(() => {
    const theme = app.snapshot.value?.settings.theme ?? "system";
    if (theme === "system") delete root.dataset["theme"];
    else root.dataset["theme"] = theme;
  });
}
