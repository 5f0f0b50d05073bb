import type { VNode } from "preact";
import type { AppModel } from "../models/app-model.ts";
import { Icon } from "./icon.tsx";

/** The live region: says what was done, at the end of the page, without moving anything. */
export function NoticeArea({ app }: { app: AppModel }): VNode {
  const notice = app.notice.value;
  return (
    <output class="notice-area">
      {notice === undefined ? null : (
        <span class="notice" key={notice.id}>
          <Icon name="check" />
          <span class="notice-text">{notice.text}</span>
        </span>
      )}
    </output>
  );
}
