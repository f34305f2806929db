/** Where the gateway's worker is asked for the memory that it uses. */
export const MEASURE_CHANNEL = 'corral-bench';
