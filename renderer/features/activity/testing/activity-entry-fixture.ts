import type { ActivityEntry } from '../../../../contract/activity.ts';

/** A complete request of the Playground. */
export function activityEntry(id: number, change: Partial<ActivityEntry> = {}): ActivityEntry {
  return {
    id: String(id),
    at: id,
    client: 'Playground',
    key: null,
    direct: false,
    method: 'POST',
    path: '/v1/chat/completions',
    model: 'qwen3:8b',
    status: 200,
    firstByteMs: 500,
    firstTokenMs: 500,
    durationMs: 2_500,
    promptTokens: 10,
    completionTokens: 100,
    tokensPerSecond: 50,
    outcome: 'done',
    ...change,
  };
}
