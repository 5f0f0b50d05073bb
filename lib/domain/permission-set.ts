/** What the browser is asked for: match patterns of hosts, and named permissions. */
export interface PermissionSet {
  readonly origins: readonly string[];
  readonly permissions: readonly OptionalPermission[];
}

/**
 * The named permissions that are optional in the manifest: for API hosts alone, for whoever wants to be notified, and
 * for whoever wants the clipboard cleared.
 */
export type OptionalPermission = "webRequest" | "notifications" | "clipboardRead";

export const NO_PERMISSIONS: PermissionSet = { origins: [], permissions: [] };

export function isEmpty(set: PermissionSet): boolean {
  return set.origins.length === 0 && set.permissions.length === 0;
}

export function union(sets: readonly PermissionSet[]): PermissionSet {
  return {
    origins: [...new Set(sets.flatMap((set) => set.origins))],
    permissions: [...new Set(sets.flatMap((set) => set.permissions))],
  };
}
