import { signal } from "@preact/signals";
import type { FunctionComponent, VNode } from "preact";

/** A component that says whether its code is there. */
interface LaterComponent<Props> extends FunctionComponent<Props> {
  readonly isThere: () => boolean;
}

const loads: (() => Promise<void>)[] = [];

/**
 * A component whose code is fetched when it is first drawn, or before by `loadTheRest`: what a page's first screen does
 * without. Until it is there `meanwhile` is drawn, or nothing.
 */
export function later<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
  meanwhile: () => VNode | null = () => null,
): LaterComponent<Props> {
  const loaded = signal<{ readonly Component: FunctionComponent<Props> } | undefined>();
  let loading: Promise<void> | undefined;
  const fetchIt = async (): Promise<void> => {
    const Component = await load();
    loaded.value = { Component };
  };
  const start = (): Promise<void> => {
    loading ??= fetchIt();
    return loading;
  };
  loads.push(start);
  function Later(props: Props): VNode | null {
    const there = loaded.value;
    if (there !== undefined) return <there.Component {...props} />;
    void start();
    return meanwhile();
  }
  return Object.assign(Later, { isThere: () => loaded.value !== undefined });
}

/** Fetches every part that has not been drawn yet, so that it is there at once when it is. */
export async function loadTheRest(): Promise<void> {
  await Promise.all(loads.map((start) => start()));
}
