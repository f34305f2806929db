import type { Endpoint } from '../ollama/probe-version.ts';
import type { LoopState, PortHolder } from './loop-state.ts';
import { findPortHolder, findServer, lookAgain } from './port-holder.ts';

/**
 * Looks who has the port while nothing of ours does, only as closely as the state needs: a known server is asked whether it
 * is still there, a port we wait for is examined, and otherwise only a server that answers counts.
 */
export function lookAtPort({ actual, endpoint }: LoopState, bind: Endpoint): Promise<PortHolder | null> {
  if (actual.state === 'external' && endpoint !== null) {
    const { owner, pid, version, canTakeOver } = actual;
    return lookAgain({ kind: 'ollama', owner, pid, version, endpoint, canTakeOver }, bind);
  }
  return actual.state === 'external' || actual.state === 'portTaken' ? findPortHolder(bind) : findServer(bind);
}
