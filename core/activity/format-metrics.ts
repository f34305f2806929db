import type { MessageOf } from '../../contract/derived/catalog/define-texts.ts';
import { metricsText } from '../../contract/derived/catalog/en/metrics.ts';
import { ServerActual, type ServerState } from '../../contract/server.ts';
import type { Counted, Distribution, RequestCounts } from './request-counters.ts';

export interface MetricsFacts {
  /** Corral's own. */
  readonly version: string;
  /** The server's; null while it doesn't respond. */
  readonly serverVersion: string | null;
  readonly serverState: ServerState;
  /** Requests in progress. */
  readonly activeRequests: number;
  /** When Corral started, in milliseconds since the epoch. */
  readonly startedAt: number;
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

const STATES = ServerActual.options.map((option) => option.shape.state.value);

/** A label's value as the format requires it; UTF-8 has no lone surrogates. */
function escaped(value: string): string {
  return value.toWellFormed().replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function sampleLine(name: string, [labels, value]: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

type MetricName = MessageOf<typeof metricsText>['key'];

interface Metric {
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly Sample[];
}

function head(name: MetricName, type: string): string[] {
  return [`# HELP ${name} ${metricsText(name)}`, `# TYPE ${name} ${type}`];
}

function metric(name: MetricName, { type, samples }: Metric): string[] {
  return [...head(name, type), ...samples.map((sample) => sampleLine(name, sample))];
}

function histogram(name: MetricName, distributions: readonly Distribution[]): string[] {
  const lines = distributions.flatMap(({ labels, bounds, counts, sum }) => {
    let below = 0;
    const buckets = counts.map((count, index) => {
      below += count;
      const le = bounds[index];
      return sampleLine(`${name}_bucket`, [{ ...labels, le: le === undefined ? '+Inf' : String(le) }, below]);
    });
    return [...buckets, sampleLine(`${name}_sum`, [labels, sum]), sampleLine(`${name}_count`, [labels, below])];
  });
  return [...head(name, 'histogram'), ...lines];
}

function samplesOf(counted: readonly Counted[]): Sample[] {
  return counted.map(({ labels, value }) => [labels, value]);
}

/** What was counted, in Prometheus' text exposition format 0.0.4, named by its conventions for metrics and labels. */
export function formatMetrics(counts: RequestCounts, facts: MetricsFacts): string {
  const { version, serverVersion, serverState, activeRequests, startedAt } = facts;
  const build = { version, ollama_version: serverVersion ?? '' };
  return [
    metric('corral_build_info', { type: 'gauge', samples: [[build, 1]] }),
    metric('corral_start_time_seconds', { type: 'gauge', samples: [[{}, startedAt / 1000]] }),
    metric('corral_server_state', {
      type: 'gauge',
      samples: STATES.map((state) => [{ state }, state === serverState ? 1 : 0]),
    }),
    metric('corral_requests_running', { type: 'gauge', samples: [[{}, activeRequests]] }),
    metric('corral_requests_total', { type: 'counter', samples: samplesOf(counts.requests) }),
    metric('corral_tokens_total', { type: 'counter', samples: samplesOf(counts.tokens) }),
    histogram('corral_request_duration_seconds', counts.durations),
    histogram('corral_time_to_first_token_seconds', counts.firstTokens),
  ]
    .flat()
    .concat('')
    .join('\n');
}
