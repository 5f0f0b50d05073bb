import type { Browser, Page } from "puppeteer-core";

/** The part of the API of chrome://extensions that is used here. */
interface DeveloperPrivate {
  getExtensionInfo(id: string): Promise<{
    permissions: { runtimeHostPermissions?: { hostAccess: string; hosts: { host: string; granted: boolean }[] } };
  }>;
  updateExtensionConfiguration(update: { extensionId: string; hostAccess: string }): Promise<void>;
  addHostPermission(id: string, pattern: string): Promise<void>;
  removeHostPermission(id: string, pattern: string): Promise<void>;
}

declare const chrome: { developerPrivate: DeveloperPrivate };

/**
 * Gives or takes a host permission that the manifest asks for, as a person does on chrome://extensions. The first call switches the
 * extension to "on specific sites": it then sees every host taken and the other ones given again.
 */
export async function setSiteAccess(
  browser: Browser,
  extensionId: string,
  pattern: string,
  isAllowed: boolean,
): Promise<void> {
  const page = await browser.newPage();
  try {
    await page.goto("chrome://extensions");
    await keepToSpecificSites(page, extensionId);
    await page.evaluate(
      async (id, host, isWanted) => {
        if (isWanted) await chrome.developerPrivate.addHostPermission(id, host);
        else await chrome.developerPrivate.removeHostPermission(id, host);
      },
      extensionId,
      pattern,
      isAllowed,
    );
  } finally {
    await page.close();
  }
}

async function keepToSpecificSites(page: Page, extensionId: string): Promise<void> {
  await page.evaluate(async (id) => {
    const { developerPrivate } = chrome;
    const { runtimeHostPermissions } = (await developerPrivate.getExtensionInfo(id)).permissions;
    if (!runtimeHostPermissions || runtimeHostPermissions.hostAccess === "ON_SPECIFIC_SITES") return;
    await developerPrivate.updateExtensionConfiguration({ extensionId: id, hostAccess: "ON_SPECIFIC_SITES" });
    // The page knows no ws hosts: those stay taken.
    const hosts = runtimeHostPermissions.hosts.map(({ host }) => host).filter((host) => !host.startsWith("ws"));
    for (const host of hosts) await developerPrivate.addHostPermission(id, host);
  }, extensionId);
}
