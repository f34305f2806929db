import type { ResourceLimits } from 'node:worker_threads';

/**
 * What a worker's heap may hold. Bodies are held as bytes outside of it; what is parsed of one is in it.
 */
export const HEAP_LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 1_024 };
