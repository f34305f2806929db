import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActivityEntry } from '../../contract/activity.ts';
import { endpointOf } from '../gateway/policy/gateway-routes.ts';
import { formatMetrics } from './format-metrics.ts';
import { createRequestCounters, withoutKeyNames } from './request-counters.ts';

const entry: ActivityEntry = {
  id: '1',
  at: 0,
  client: '192.168.1.40',
  key: { id: 'k1', name: 'Laptop' },
  direct: false,
  method: 'POST',
  path: '/v1/chat/completions',
  model: 'qwen3:8b',
  status: 200,
  outcome: 'done',
  firstByteMs: 400,
  firstTokenMs: 400,
  durationMs: 2_400,
  promptTokens: 10,
  completionTokens: 50,
  tokensPerSecond: 25,
};
const facts = {
  version: '0.1.0',
  serverVersion: '0.32.15',
  serverState: 'running',
  activeRequests: 2,
  startedAt: 1_500,
} as const;

interface Parsed {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A parser of the format, character by character. */
function parse(text: string): Parsed[] {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const name = /^[a-zA-Z_:][a-zA-Z0-9_:]*/.exec(line)?.[0] ?? '';
      const labels: Record<string, string> = {};
      let at = name.length;
      if (line[at] === '{') {
        for (at += 1; line[at] !== '}'; ) {
          const label = /^[a-zA-Z_][a-zA-Z0-9_]*(?==")/.exec(line.slice(at))?.[0];
          if (label === undefined) throw new Error(`no label in ${line}`);
          let value = '';
          for (at += label.length + 2; line[at] !== '"'; at += 1) {
            if (at >= line.length) throw new Error(`no end of a value in ${line}`);
            if (line[at] === '\\') at += 1;
            value += line[at - 1] === '\\' && line[at] === 'n' ? '\n' : line[at];
          }
          labels[label] = value;
          at += line[at + 1] === ',' ? 2 : 1;
        }
        at += 1;
      }
      const value = line.slice(at + 1);
      expect(line[at]).toBe(' ');
      expect(value).toMatch(/^-?\d+(?:\.\d+)?(?:e[+-]\d+)?$/);
      return { name, labels, value: Number(value) };
    });
}

function counted(
  entries: readonly ActivityEntry[],
  installedName: (name: string) => string | null = (name) => name,
): Parsed[] {
  const counters = createRequestCounters({ installedName, endpointOf });
  for (const one of entries) counters.add(one);
  return parse(formatMetrics(counters.read(), facts));
}

describe('the metrics', () => {
  it('are in Prometheus’ text format', () => {
    const counters = createRequestCounters({ installedName: (name) => name, endpointOf });
    counters.add(entry);
    counters.add({ ...entry, firstTokenMs: 3_000, durationMs: 700_000 });
    const text = formatMetrics(counters.read(), facts);
    expect(text).toContain(
      [
        '# TYPE corral_requests_total counter',
        'corral_requests_total{source="gateway",method="POST",endpoint="/v1/chat/completions",model="qwen3:8b",key="Laptop",code="200",outcome="done"} 2',
      ].join('\n'),
    );
    expect(text).toContain('corral_build_info{version="0.1.0",ollama_version="0.32.15"} 1\n');
    expect(text).toContain('corral_server_state{state="running"} 1\n');
    expect(text).toContain('corral_server_state{state="stopped"} 0\n');
    expect(text).toContain('corral_requests_running 2\n');
    expect(text).toContain('corral_start_time_seconds 1.5\n');
    expect(text).toContain('corral_tokens_total{direction="out",model="qwen3:8b",key="Laptop"} 100\n');
    const labels = 'endpoint="/v1/chat/completions",model="qwen3:8b"';
    expect(text).toContain(`corral_request_duration_seconds_bucket{${labels},le="2.5"} 1\n`);
    expect(text).toContain(`corral_request_duration_seconds_bucket{${labels},le="600"} 1\n`);
    expect(text).toContain(`corral_request_duration_seconds_bucket{${labels},le="+Inf"} 2\n`);
    expect(text).toContain(`corral_request_duration_seconds_sum{${labels}} 702.4\n`);
    expect(text).toContain(`corral_request_duration_seconds_count{${labels}} 2\n`);
    expect(text).toContain(`corral_time_to_first_token_seconds_bucket{${labels},le="0.5"} 1\n`);
    expect(text).toContain(`corral_time_to_first_token_seconds_bucket{${labels},le="5"} 2\n`);
    for (const line of text.split('\n').filter((each) => each.startsWith('#'))) {
      expect(line).toMatch(/^# (?:HELP \w+ \S.*\.|TYPE \w+ (?:counter|gauge|histogram))$/);
    }
  });

  it('name no key to those who may not know who uses the server', () => {
    const counters = createRequestCounters({ installedName: (name) => name, endpointOf });
    for (const key of [entry.key, { id: 'k2', name: 'Phone' }, null]) counters.add({ ...entry, key });
    counters.add({ ...entry, status: 404, key: null });
    const text = formatMetrics(withoutKeyNames(counters.read()), facts);
    expect(text).not.toMatch(/Laptop|Phone|key=/);
    const labels = 'source="gateway",method="POST",endpoint="/v1/chat/completions",model="qwen3:8b"';
    expect(text).toContain(`corral_requests_total{${labels},code="200",outcome="done"} 3\n`);
    expect(text).toContain(`corral_requests_total{${labels},code="404",outcome="done"} 1\n`);
    expect(text).toContain('corral_tokens_total{direction="out",model="qwen3:8b"} 200\n');
    // Later calls still name them.
    expect(formatMetrics(counters.read(), facts)).toContain('key="Phone"');
  });

  it('can have any key name as a label', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (name) => {
        const keys = counted([{ ...entry, key: { id: 'k', name } }]).map(({ labels }) => labels.key);
        expect(keys).toContain(name.toWellFormed());
      }),
    );
    expect(counted([{ ...entry, key: { id: 'k', name: 'a"b\\c\nd' } }]).map(({ labels }) => labels.key)).toContain(
      'a"b\\c\nd',
    );
  });

  it('have cumulative buckets up to the count', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2_000_000 }), { minLength: 1, maxLength: 30 }), (times) => {
        const lines = counted(times.map((durationMs) => ({ ...entry, durationMs })));
        const buckets = lines.filter(({ name }) => name === 'corral_request_duration_seconds_bucket');
        const values = buckets.map(({ value }) => value);
        expect(values).toEqual([...values].sort((one, other) => one - other));
        expect(values.at(-1)).toBe(times.length);
        for (const { labels, value } of buckets.slice(0, -1)) {
          expect(value).toBe(times.filter((ms) => ms / 1000 <= Number(labels.le)).length);
        }
      }),
    );
  });

  it('have a limited size whatever clients send', () => {
    const varied = Array.from({ length: 5_000 }, (_, n) => ({
      ...entry,
      model: `m${n}`,
      path: `/x/${n}`,
      method: `M${n}`,
      key: { id: `k${n}`, name: `key ${n}` },
      status: 200 + (n % 300),
    }));
    const unknown = counted(varied, () => null);
    expect(new Set(unknown.map(({ labels }) => labels.model))).toEqual(new Set([undefined, 'other']));
    expect(new Set(unknown.map(({ labels }) => labels.endpoint))).toEqual(new Set([undefined, 'other']));
    expect(new Set(unknown.map(({ labels }) => labels.key)).size).toBeLessThanOrEqual(102);
    const all = counted(varied);
    expect(all.length).toBeLessThan(12_000);
    const requests = all.filter(({ name }) => name === 'corral_requests_total');
    expect(requests.length).toBeLessThanOrEqual(2_001);
    expect(requests.reduce((sum, { value }) => sum + value, 0)).toBe(5_000);
  });

  it('tell sources apart', () => {
    const lines = counted([
      entry,
      { ...entry, client: 'Playground', key: null },
      {
        ...entry,
        direct: true,
        client: 'This Mac',
        key: null,
        model: null,
        path: '/v1/models/qwen3:8b',
        method: 'GET',
      },
    ]).filter(({ name }) => name === 'corral_requests_total');
    expect(lines.map(({ labels }) => [labels.source, labels.key, labels.model, labels.endpoint])).toEqual([
      ['gateway', 'Laptop', 'qwen3:8b', '/v1/chat/completions'],
      ['playground', '', 'qwen3:8b', '/v1/chat/completions'],
      ['direct', '', '', '/v1/models/{model}'],
    ]);
  });
});
