import { ServerActual, type ServerState } from '../../contract/server.ts';
import type { Counted, Distribution, RequestCounts } from './request-counters.ts';

export interface MetricsFacts {
  /** Corral's own. */
  readonly version: string;
  /** The server's; null while none answers. */
  readonly serverVersion: string | null;
  readonly serverState: ServerState;
  /** Requests under way. */
  readonly running: number;
  /** When Corral started, in milliseconds since the epoch. */
  readonly startedAt: number;
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

const states = ServerActual.options.map((option) => option.shape.state.value);

/** As the format wants a label's value; UTF-8 has no lone surrogates. */
function escaped(value: string): string {
  return value.toWellFormed().replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function sampleLine(name: string, [labels, value]: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

interface Metric {
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly Sample[];
}

function head(name: string, { help, type }: { readonly help: string; readonly type: string }): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function metric(name: string, { samples, ...about }: Metric): string[] {
  return [...head(name, about), ...samples.map((sample) => sampleLine(name, sample))];
}

function histogram(name: string, help: string, distributions: readonly Distribution[]): string[] {
  const lines = distributions.flatMap(({ labels, bounds, counts, sum }) => {
    let below = 0;
    const buckets = counts.map((count, index) => {
      below += count;
      const le = bounds[index];
      return sampleLine(`${name}_bucket`, [{ ...labels, le: le === undefined ? '+Inf' : String(le) }, below]);
    });
    return [...buckets, sampleLine(`${name}_sum`, [labels, sum]), sampleLine(`${name}_count`, [labels, below])];
  });
  return [...head(name, { help, type: 'histogram' }), ...lines];
}

function samplesOf(counted: readonly Counted[]): Sample[] {
  return counted.map(({ labels, value }) => [labels, value]);
}

/** What was counted, in Prometheus' text exposition format 0.0.4, named by its conventions for metrics and labels. */
export function metricsText(counts: RequestCounts, facts: MetricsFacts): string {
  const { version, serverVersion, serverState, running, startedAt } = facts;
  return [
    metric('corral_build_info', {
      type: 'gauge',
      help: 'Always 1; the version of Corral and of the server that answers now.',
      samples: [[{ version, ollama_version: serverVersion ?? '' }, 1]],
    }),
    metric('corral_start_time_seconds', {
      type: 'gauge',
      help: 'When Corral started and all counters were 0, in seconds since the Unix epoch.',
      samples: [[{}, startedAt / 1000]],
    }),
    metric('corral_server_state', {
      type: 'gauge',
      help: 'The state of the server: 1 for the one it is in.',
      samples: states.map((state) => [{ state }, state === serverState ? 1 : 0]),
    }),
    metric('corral_requests_running', {
      type: 'gauge',
      help: 'Requests under way that passed Corral.',
      samples: [[{}, running]],
    }),
    metric('corral_requests_total', {
      type: 'counter',
      help: 'Requests that are over. Direct ones are known from the server access log only.',
      samples: samplesOf(counts.requests),
    }),
    metric('corral_tokens_total', {
      type: 'counter',
      help: 'Tokens of the answers that told them, read (in) and written (out).',
      samples: samplesOf(counts.tokens),
    }),
    histogram('corral_request_duration_seconds', 'From the request to the end of its answer.', counts.durations),
    histogram(
      'corral_time_to_first_token_seconds',
      'From the request to the first token of a streamed answer.',
      counts.firstTokens,
    ),
  ]
    .flat()
    .concat('')
    .join('\n');
}
