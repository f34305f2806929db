import { availableParallelism, loadavg } from 'node:os';
import { buildIfStale } from '../scripts/stale.mjs';
import { firstLoad } from './first-load.ts';
import { gateway } from './gateway.ts';
import { hostIdle } from './host-idle.ts';
import { largeBodies } from './large-bodies.ts';
import { logScroll } from './log-scroll.ts';
import { longChat } from './long-chat.ts';
import { modelList } from './model-list.ts';
import { type Figure, formatTable } from './parts/figure.ts';
import { streamedResponse } from './streamed-response.ts';
import { supervision } from './supervision.ts';

/** Measures and prints; a missed limit is a result, only a failure to measure exits with 1. */
const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  'first-load': firstLoad,
  gateway,
  'host-idle': hostIdle,
  'large-bodies': largeBodies,
  'log-scroll': logScroll,
  'long-chat': longChat,
  'model-list': modelList,
  'streamed-response': streamedResponse,
  supervision,
};

const requested = process.argv.slice(2);
const unknown = requested.filter((name) => benches[name] === undefined);
if (unknown.length > 0) {
  console.error(`Unknown benchmark: ${unknown.join(', ')}. Choose from: ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}
await buildIfStale(process.execPath);
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(benches)) {
  if (requested.length > 0 && !requested.includes(name)) continue;
  console.log(`Measuring ${name}…`);
  const started = performance.now();
  figures.push(...(await measure()));
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `… took ${seconds} s; load average ${(loadavg()[0] ?? 0).toFixed(1)} on ${availableParallelism()} processors`,
  );
}
console.log(`\n${formatTable(figures)}`);
