import type { OptionalPermission, PermissionSet } from "../domain/permission-set.ts";
import type { PermissionsPort } from "../services/ports.ts";
import { browser } from "./api.ts";

/** Reads what is granted now; asking is the pages' job, since it needs a click. */
export function createPermissions(): PermissionsPort {
  return {
    async granted() {
      const { origins = [], permissions = [] } = await browser.permissions.getAll();
      return { origins, permissions: permissions.filter(isOptionalPermission) };
    },
  };
}

/** Shows the browser's prompt. Must be called in a click, with nothing awaited before it: Firefox insists. */
export async function requestPermissions(needed: PermissionSet): Promise<boolean> {
  return browser.permissions.request({
    origins: [...needed.origins],
    // The polyfill's list of names is older than declarativeNetRequest.
    permissions: [...needed.permissions] as never[],
  });
}

function isOptionalPermission(name: string): name is OptionalPermission {
  return name === "webRequest" || name === "notifications" || name === "clipboardRead";
}
