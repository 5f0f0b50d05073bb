import { useEffect } from "preact/hooks";
import type { UnkeptForms } from "../models/unkept-forms.ts";

/** Has the browser ask before the tab is closed or led elsewhere with what only this tab has. The words are its own. */
export function useAskBeforeLoss(forms: UnkeptForms): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (forms.hasAny()) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [forms]);
}
