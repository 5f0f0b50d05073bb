import type { ComponentChildren, Ref, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";

export interface PageHeadProps {
  readonly title: string;
  readonly lead?: string;
  readonly actions?: ComponentChildren;
  readonly headingRef?: Ref<HTMLHeadingElement>;
}

/** A page's heading. It takes the focus when the page replaces another, so that reading goes on there. */
export function PageHead({ title, lead, actions, headingRef }: PageHeadProps): VNode {
  const own = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) own.current?.focus();
  }, []);
  return (
    <div class="page-head">
      <div class="page-head-words">
        <h1
          class="page-title"
          tabIndex={-1}
          ref={(element) => {
            own.current = element;
            if (typeof headingRef === "object" && headingRef !== null) headingRef.current = element;
          }}
        >
          {title}
        </h1>
        {lead === undefined ? null : <p class="lead">{lead}</p>}
      </div>
      {actions === undefined ? null : <div class="page-actions">{actions}</div>}
    </div>
  );
}
