import type { ComponentChildren, RefObject, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../words/t.ts";

export interface PageHeadProps {
  readonly title: string;
  readonly lead?: string;
  readonly actions?: ComponentChildren;
  readonly headingRef?: RefObject<HTMLHeadingElement | null>;
}

/**
 * A page's heading, and with it the title of its tab. It takes the focus when the page replaces another, so that reading
 * goes on there.
 */
export function PageHead({ title, lead, actions, headingRef }: PageHeadProps): VNode {
  const own = useRef<HTMLHeadingElement>(null);
  const heading = headingRef ?? own;
  useEffect(() => {
    // Nothing has the focus when the tab has just been opened, or when what had it went with the page before.
    if (document.activeElement === null || document.activeElement === document.body) heading.current?.focus();
  }, [heading]);
  useEffect(() => {
    document.title = t("commonPageTitle", title);
  }, [title]);
  return (
    <div class="page-head">
      <div class="page-head-words">
        <h1 class="page-title" tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {lead === undefined ? null : <p class="lead">{lead}</p>}
      </div>
      {actions === undefined ? null : <div class="page-actions">{actions}</div>}
    </div>
  );
}
