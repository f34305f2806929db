import type { ReactNode } from 'react';
import { activityText } from '../../../contract/derived/catalog/en/activity.ts';
import { formatClock } from '../../../contract/derived/format/format-time.ts';

export interface MinuteChartProps {
  readonly unit: 'requests' | 'tokens';
  /** Oldest first. */
  readonly minutes: readonly { readonly at: number; readonly value: number }[];
}

/** In units of the drawing, which is stretched to the available width. */
const BAR_STEP = 6;
const BAR_WIDTH = 4.5;
const CHART_HEIGHT = 44;

/** One bar per minute, with the current and the highest figure as text. */
export function MinuteChart({ unit, minutes }: MinuteChartProps) {
  const peak = Math.max(...minutes.map(({ value }) => value));
  const now = minutes.at(-1)?.value ?? 0;
  const middle = minutes[Math.floor(minutes.length / 2)];
  const [first] = minutes;
  const width = minutes.length * BAR_STEP;
  return (
    <figure className="minute-chart">
      <figcaption>
        {activityText.parts(`charts.${unit}`, { count: now, b: (chunks: ReactNode) => <b key="now">{chunks}</b> })}
        <span className="peak">{activityText('charts.peak', { count: peak })}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={activityText(`charts.${unit}Description`, { peak, now })}
        viewBox={`0 0 ${width} ${CHART_HEIGHT}`}
        preserveAspectRatio="none"
      >
        <path className="grid" d={`M0 0.5H${width}M0 ${CHART_HEIGHT / 2}H${width}`} />
        {minutes.map(({ at, value }, index) => {
          const height = peak === 0 ? 0 : (value / peak) * CHART_HEIGHT;
          return (
            <rect
              key={at}
              x={index * BAR_STEP}
              y={CHART_HEIGHT - height}
              width={BAR_WIDTH}
              height={height}
              className={index === minutes.length - 1 ? 'now' : undefined}
            />
          );
        })}
      </svg>
      <div className="axis" aria-hidden="true">
        <span>{first && formatClock(first.at)}</span>
        <span>{middle && formatClock(middle.at)}</span>
        <span>{activityText('charts.now')}</span>
      </div>
    </figure>
  );
}
