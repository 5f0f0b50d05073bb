import type { VNode } from "preact";
import type { AnswerClass } from "../../lib/domain/answer-class.ts";
import type { Span, TimelineExchange, TimelineRow, TimelineSlot } from "../../lib/domain/timeline.ts";
import { traceKindWords } from "../words/activity.ts";
import { clockWords } from "../words/time.ts";
import { ANSWER_CLASSES, countsWords } from "../words/timeline.ts";

/** Heights in pixels: the token's bar with the marks on it, then the requests' bars, which grow upwards. */
const LIFE = { y: 5, height: 6 } as const;
const REQUESTS = { y: 20, height: 24 } as const;
const HEIGHT = REQUESTS.y + REQUESTS.height;

export interface TimelinePictureProps {
  readonly row: TimelineRow;
  readonly span: Span;
  /** Milliseconds since the epoch; what is right of it lies ahead. */
  readonly nowMs: number;
  /** The most requests that any bar stands for. */
  readonly most: number;
}

/** One profile's row: when there was a token, its renewals, and the answers to its requests. The words beside it say the same. */
export function TimelinePicture({ row, span, nowMs, most }: TimelinePictureProps): VNode {
  const share = (atMs: number): number => (atMs - span.fromMs) / (span.toMs - span.fromMs);
  return (
    // Time goes from left to right in every language's charts here, as its axis does.
    <svg class="timeline-picture" dir="ltr" width="100%" height={HEIGHT} aria-hidden="true" focusable="false">
      <rect class="timeline-track" width="100%" y={LIFE.y} height={LIFE.height} rx="3" />
      {row.lifetimes.map(({ fromMs, toMs }) => (
        <rect
          key={fromMs}
          class="timeline-life"
          x={percent(share(fromMs))}
          width={percent(share(toMs) - share(fromMs))}
          y={LIFE.y}
          height={LIFE.height}
          rx="3"
        />
      ))}
      {row.requests.map((slot) => (
        <Bar
          key={slot.fromMs}
          slot={slot}
          x={share(slot.fromMs)}
          width={share(slot.toMs) - share(slot.fromMs)}
          most={most}
        />
      ))}
      {row.exchanges.map((exchange) => (
        <Mark key={exchange.traceId} exchange={exchange} x={share(exchange.atMs)} />
      ))}
      <line class="timeline-now" x1={percent(share(nowMs))} x2={percent(share(nowMs))} y1="0" y2={HEIGHT} />
      <line class="timeline-base" x1="0" x2="100%" y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
    </svg>
  );
}

function Bar({ slot, x, width, most }: { slot: TimelineSlot; x: number; width: number; most: number }): VNode {
  return (
    <g>
      <title>{`${clockWords(slot.fromMs)} – ${clockWords(slot.toMs)}: ${countsWords(slot.counts)}`}</title>
      {stacked(slot, most).map(({ answer, y, height }) => (
        <rect
          key={answer}
          class={`answer-${answer}`}
          x={percent(x)}
          width={percent(width * 0.8)}
          y={y}
          height={height}
        />
      ))}
    </g>
  );
}

interface Block {
  readonly answer: AnswerClass;
  readonly y: number;
  readonly height: number;
}

/** One block for each kind of answer, each on top of those before. */
function stacked({ counts }: TimelineSlot, most: number): readonly Block[] {
  const blocks: Block[] = [];
  for (const answer of ANSWER_CLASSES) {
    const height = (counts[answer] / most) * REQUESTS.height;
    if (height > 0) blocks.push({ answer, y: (blocks.at(-1)?.y ?? HEIGHT) - height, height });
  }
  return blocks;
}

/** A round mark for what went well, an upright square on its corner for what failed. */
function Mark({ exchange, x }: { exchange: TimelineExchange; x: number }): VNode {
  const title = <title>{`${clockWords(exchange.atMs)}: ${traceKindWords(exchange.kind)}`}</title>;
  const middle = LIFE.y + LIFE.height / 2;
  return exchange.succeeded ? (
    <circle class="timeline-mark timeline-good" cx={percent(x)} cy={middle} r="4">
      {title}
    </circle>
  ) : (
    <svg class="timeline-over" x={percent(x)} y={middle}>
      <path class="timeline-mark timeline-bad" d="M0-5 5 0 0 5-5 0z">
        {title}
      </path>
    </svg>
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
