import { availableParallelism, loadavg } from 'node:os';
import { buildIfStale } from '../scripts/stale.mjs';
import { firstLoad } from './first-load.ts';
import { gateway } from './gateway.ts';
import { hostIdle } from './host-idle.ts';
import { logScroll } from './log-scroll.ts';
import { longChat } from './long-chat.ts';
import { modelList } from './model-list.ts';
import { type Figure, formatTable } from './parts/figure.ts';
import { streamedAnswer } from './streamed-answer.ts';
import { supervision } from './supervision.ts';

/** Measures and prints; a missed number is a finding, only a failure to measure ends with 1. */
const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  'first-load': firstLoad,
  gateway,
  'host-idle': hostIdle,
  'log-scroll': logScroll,
  'long-chat': longChat,
  'model-list': modelList,
  'streamed-answer': streamedAnswer,
  supervision,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => benches[name] === undefined);
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}
await buildIfStale(process.execPath);
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`Measuring ${name}…`);
  const began = performance.now();
  figures.push(...(await measure()));
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(
    `… took ${seconds} s; load average ${(loadavg()[0] ?? 0).toFixed(1)} on ${availableParallelism()} processors`,
  );
}
console.log(`\n${formatTable(figures)}`);
