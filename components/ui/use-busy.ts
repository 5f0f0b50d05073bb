import { useCallback } from "preact/hooks";
import type { AppModel } from "../models/app-model.ts";
import { usePart } from "./use-part.ts";

/** Whether a command about this profile or API host is on its way. */
export function useBusy(app: AppModel, id: string): boolean {
  return usePart(useCallback(() => app.busy.value.has(id), [app, id]));
}
