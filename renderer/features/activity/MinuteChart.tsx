import { formatClock } from '../../../contract/derived/format/format-time.ts';
import { count, counted } from './activity-figures.ts';

export interface MinuteChartProps {
  /** One of what is counted: `request`, `token`. */
  readonly what: string;
  readonly minutes: readonly { readonly at: number; readonly value: number }[];
}

/** Of the drawing, in units of its own: it is stretched to the room there is. */
const barStep = 6;
const barWidth = 4.5;
const height = 44;

/** A bar a minute, with its figures in words. */
export function MinuteChart({ what, minutes }: MinuteChartProps) {
  const peak = Math.max(...minutes.map(({ value }) => value));
  const now = minutes.at(-1)?.value ?? 0;
  const middle = minutes[Math.floor(minutes.length / 2)];
  const [first] = minutes;
  return (
    <figure className="minute-chart">
      <figcaption>
        <b>{count(now)}</b> {now === 1 ? what : `${what}s`} this minute<span className="peak">Peak {count(peak)}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={`Each minute of the last hour: at most ${counted(peak, what)}, now ${count(now)}`}
        viewBox={`0 0 ${minutes.length * barStep} ${height}`}
        preserveAspectRatio="none"
      >
        <path className="grid" d={`M0 0.5H${minutes.length * barStep}M0 ${height / 2}H${minutes.length * barStep}`} />
        {minutes.map(({ at, value }, index) => {
          const tall = peak === 0 ? 0 : (value / peak) * height;
          const place = { x: index * barStep, y: height - tall, width: barWidth, height: tall };
          return <rect key={at} {...place} className={index === minutes.length - 1 ? 'now' : undefined} />;
        })}
      </svg>
      <div className="axis" aria-hidden="true">
        <span>{first && formatClock(first.at)}</span>
        <span>{middle && formatClock(middle.at)}</span>
        <span>Now</span>
      </div>
    </figure>
  );
}
