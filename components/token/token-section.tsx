import type { ComponentChildren, VNode } from "preact";
import { useId } from "preact/hooks";
import type { ShownJson } from "../../lib/domain/token-view.ts";
import { CodeBlock } from "../ui/code-block.tsx";
import { t } from "../words/t.ts";

/** One heading of the page, and what belongs to it. */
export function TokenSection({ title, children }: { title: string; children: ComponentChildren }): VNode {
  return (
    <section class="card token-section">
      <h2 class="card-title">{title}</h2>
      {children}
    </section>
  );
}

/** JSON under its heading, scrolled by the keyboard too. */
export function JsonSection(props: {
  title: string;
  note?: string;
  json: ShownJson;
  children?: ComponentChildren;
}): VNode {
  const id = useId();
  const { json } = props;
  return (
    <section class="card token-section">
      <h2 class="card-title" id={id}>
        {props.title}
      </h2>
      {props.note === undefined ? null : <p class="quiet">{props.note}</p>}
      {props.children}
      <CodeBlock labelledBy={id} text={json.shortened ? `${json.text}\n${t("tokenShortened")}` : json.text} />
    </section>
  );
}
