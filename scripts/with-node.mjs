// node scripts/with-node.mjs FILE [ARGUMENT…]: runs FILE with a Node that satisfies package.json's engines.
import { runFile } from './run-child.mjs';

const [file, ...args] = process.argv.slice(2);
if (!file) {
  console.error('Usage: node scripts/with-node.mjs FILE [ARGUMENT…]');
  process.exit(1);
}
await runFile(file, args);
