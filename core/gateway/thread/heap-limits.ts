import type { ResourceLimits } from 'node:worker_threads';

/**
 * What a worker's heap may hold. Bodies up to the budget (`bodyBytesInAll`) are held as bytes, which are outside of it, and only one is
 * parsed at a time: 128 MB are enough for eight of 32 MB, or sixty of a million numbers, in every form tried. The rest is for thousands
 * of connections and for what nobody has thought of.
 */
export const HEAP_LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 512 };
