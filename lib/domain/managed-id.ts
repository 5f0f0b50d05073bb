/** With this begin the ids of profiles and API hosts that an administrator has handed out. */
export const MANAGED_PREFIX = "managed-";

/** Whether a profile or an API host is the administrator's: shown, used, and not to be changed. */
export function isManaged({ id }: { readonly id: string | null }): boolean {
  return id?.startsWith(MANAGED_PREFIX) ?? false;
}
