import type { Badge, BadgeState } from "../services/ports.ts";
import { browser } from "./api.ts";

const LOOKS: Readonly<Record<BadgeState, { text: string; color: string; title: string }>> = {
  none: { text: "", color: "#475569", title: "Bearer Bar" },
  working: { text: "…", color: "#475569", title: "Bearer Bar: authorizing" },
  done: { text: "✓", color: "#15803d", title: "Bearer Bar: authorized" },
  copied: { text: "✓", color: "#15803d", title: "Bearer Bar: token copied" },
  attention: { text: "!", color: "#b91c1c", title: "Bearer Bar: needs your attention" },
  locked: { text: "•", color: "#475569", title: "Bearer Bar: locked" },
};

export function createBadge(): Badge {
  return {
    async show(state) {
      const { text, color, title } = LOOKS[state];
      await Promise.all([
        browser.action.setBadgeText({ text }),
        browser.action.setBadgeBackgroundColor({ color }),
        browser.action.setTitle({ title }),
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
