// npm run start:headless -- [OPTION…]: the headless host.
import { needNode } from './find-node.mjs';
import { runFile } from './run-child.mjs';
import { buildIfStale } from './stale.mjs';

await buildIfStale(needNode());
await runFile('out/headless/main.js', process.argv.slice(2));
