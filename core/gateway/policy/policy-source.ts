import { createListeners } from '../../async/listeners.ts';
import type { GatewayPolicy } from './gateway-policy.ts';

/** The policy in effect, and its changes. */
export interface PolicySource {
  current(): GatewayPolicy;
  /** Calls `listener` after each change; the returned function ends it. */
  onChange(listener: (next: GatewayPolicy, before: GatewayPolicy) => void): () => void;
}

export interface PolicyHolder extends PolicySource {
  /** Replaces the parts that are given. A part that is equal to what it was should be left out: its identity counts. */
  update(changed: Partial<GatewayPolicy>): void;
}

export function createPolicyHolder(initial: GatewayPolicy): PolicyHolder {
  const changes = createListeners<readonly [GatewayPolicy, GatewayPolicy]>();
  let current = initial;
  return {
    current: () => current,
    onChange: (listener) => changes.add(([next, before]) => listener(next, before)),
    update(changed) {
      const before = current;
      current = { ...before, ...changed };
      changes.notify([current, before]);
    },
  };
}
