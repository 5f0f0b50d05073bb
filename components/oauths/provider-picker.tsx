import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Provider } from "../../lib/domain/providers/provider.ts";
import type { StartModel } from "../models/start-model.ts";
import { SearchBox } from "../ui/search-box.tsx";
import { t } from "../words/t.ts";

/** The catalogue with a search box. Arrow keys go through what is found; Enter in the box takes the first. */
export function ProviderPicker({ start }: { start: StartModel }): VNode {
  const picker = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // After Undo, what had the focus is gone.
    if (document.activeElement === document.body) picker.current?.querySelector("input")?.focus();
  }, []);
  const [active, setActive] = useState(0);
  const results = start.results.value;
  const text = start.search.value;
  const focus = (index: number): void => {
    const buttons = list.current?.querySelectorAll("button");
    const wanted = Math.max(0, Math.min(index, (buttons?.length ?? 0) - 1));
    setActive(wanted);
    buttons?.[wanted]?.focus();
  };
  const onSearchKey = (event: KeyboardEvent): void => {
    const [first] = results ?? [];
    if (event.key === "ArrowDown") focus(0);
    else if (event.key === "Enter" && text.trim() !== "" && first !== undefined) start.choose(first);
    else return;
    event.preventDefault();
  };
  return (
    <div class="provider-picker" ref={picker}>
      <SearchBox
        label={t("startSearchProviders")}
        value={text}
        onInput={(typed) => {
          start.searchFor(typed);
          setActive(0);
        }}
        onKeyDown={onSearchKey}
      />
      {results === undefined ? (
        <p class="skeleton" />
      ) : results.length === 0 ? (
        <p class="quiet">{t("startNoneFound", text.trim())}</p>
      ) : (
        <ul class="provider-list" aria-label={t("startProviders")} ref={list}>
          {results.map((provider, index) => (
            <ProviderItem
              key={provider.id}
              provider={provider}
              reachable={index === Math.min(active, results.length - 1)}
              onChoose={() => start.choose(provider)}
              onMove={(key) => focus(targetOf(key, index))}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

interface ProviderItemProps {
  readonly provider: Provider;
  /** By the Tab key: one of the list is, the arrow keys lead to the others. */
  readonly reachable: boolean;
  readonly onChoose: () => void;
  readonly onMove: (key: string) => void;
}

function ProviderItem({ provider, reachable, onChoose, onMove }: ProviderItemProps): VNode {
  return (
    <li>
      <button
        type="button"
        class="provider"
        tabIndex={reachable ? 0 : -1}
        onClick={onChoose}
        onKeyDown={(event) => {
          if (!/^(?:Arrow(?:Down|Up|Right|Left)|Home|End)$/u.test(event.key)) return;
          event.preventDefault();
          onMove(event.key);
        }}
      >
        {provider.name}
      </button>
    </li>
  );
}

/** Beyond either end is brought back by the caller. */
function targetOf(key: string, index: number): number {
  if (key === "Home") return 0;
  if (key === "End") return Number.MAX_SAFE_INTEGER;
  return key === "ArrowDown" || key === "ArrowRight" ? index + 1 : index - 1;
}
