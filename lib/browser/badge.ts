import type { Badge, BadgeState } from "../services/ports.ts";
import { browser } from "./api.ts";
import { message } from "./catalogue.ts";

const LOOKS = {
  none: { text: "", color: "#475569", title: "extensionName" },
  working: { text: "…", color: "#475569", title: "toolbarWorking" },
  done: { text: "✓", color: "#15803d", title: "toolbarDone" },
  copied: { text: "✓", color: "#15803d", title: "toolbarCopied" },
  attention: { text: "!", color: "#b91c1c", title: "toolbarAttention" },
  locked: { text: "•", color: "#475569", title: "toolbarLocked" },
  testing: { text: "T", color: "#b45309", title: "toolbarTesting" },
} as const satisfies Record<BadgeState, { text: string; color: string; title: string }>;

export function createBadge(): Badge {
  return {
    async show(state) {
      const { text, color, title } = LOOKS[state];
      await Promise.all([
        browser.action.setBadgeText({ text }),
        browser.action.setBadgeBackgroundColor({ color }),
        browser.action.setTitle({ title: message(title) }),
      ]);
    },
    async reopenPopup() {
      try {
        await browser.action.openPopup();
        return true;
      } catch {
        // No window has the focus, or the browser wants a click for it: the badge says it instead.
        return false;
      }
    },
  };
}
