import { describe } from 'vitest';
import { isReal } from './ollama-under-test.ts';
import { throughGateway } from './start-ollama.ts';

throughGateway();

/** The fake's downloads and generation take time and show little that the gateway's own tests don't. */
const SUITES = ['errors', 'models', ...(isReal ? ['pull', 'chat', 'embeddings'] : [])];

/** What the server does for its clients, it does through the gateway's listener without a key, unchanged. */
for (const suite of SUITES) describe(suite, () => import(`./${suite}.test.ts`));
