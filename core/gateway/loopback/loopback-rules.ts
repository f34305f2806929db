import { hostname } from 'node:os';
import type { GatewayPolicy } from '../policy/gateway-policy.ts';
import type { LoopbackRules } from './loopback-access.ts';
import { createOllamaHostRule } from './ollama-host-rule.ts';
import { createOllamaOriginRule } from './ollama-origin-rule.ts';

type Facts = Pick<GatewayPolicy, 'hosts' | 'serverOrigins'>;

/** Ollama's rules with what the policy says, made anew only when that changes. */
export function createLoopbackRules(policy: () => Facts): () => LoopbackRules {
  const rulesOf = ({ hosts, serverOrigins }: Facts): LoopbackRules => ({
    host: createOllamaHostRule({ hosts, hostname: hostname() }),
    origin: createOllamaOriginRule(serverOrigins),
  });
  let of = policy();
  let rules = rulesOf(of);
  return () => {
    const now = policy();
    if (now.hosts !== of.hosts || now.serverOrigins !== of.serverOrigins) rules = rulesOf(now);
    of = now;
    return rules;
  };
}
