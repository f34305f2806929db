import { showDamage } from '../data-folder/damage-notice.ts';
import type { Bind } from '../ollama/child-environment.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { createOllamaAppStops } from './port/ollama-app-stops.ts';
import { createPortWatch } from './port/port-watch.ts';
import type { ProgramTracker } from './program-tracker.ts';
import { adoptRun } from './recovery/adopt-run.ts';
import type { OrphanCleanup } from './recovery/orphaned-run.ts';
import { isBehindCorral, type LaunchPlan } from './run/launch-plan.ts';
import { beginRun, type Run } from './run/run.ts';
import type { RunOptions } from './run/run-effects.ts';
import type { StopEvent, SupervisorEffect, SupervisorEvent, SupervisorState } from './supervisor-state.ts';

/** What a run needs that its supervisor doesn't provide itself. */
export type SupervisedRunOptions = Pick<
  RunOptions,
  | 'dataDir'
  | 'env'
  | 'log'
  | 'launchPlan'
  | 'front'
  | 'refuseInnerPort'
  | 'folderProblem'
  | 'liveness'
  | 'readinessTimeoutMs'
  | 'healthTiming'
  | 'folderTiming'
>;

export interface SupervisorEffectsOptions {
  readonly store: SnapshotStore;
  readonly orphans: OrphanCleanup;
  readonly program: ProgramTracker;
  readonly runOptions: SupervisedRunOptions;
  readonly state: () => SupervisorState;
  /** Gets what comes of the effects. */
  readonly dispatch: (event: SupervisorEvent) => void;
}

export interface SupervisorEffects {
  perform(effect: SupervisorEffect): void;
  /** Cancels a scheduled retry and port scan. */
  cancelScheduled(): void;
  scanPort(): void;
  /** The current run, or the last one. */
  run(): Run | null;
  /** The address that the current plan looks at, on the port that clients use. */
  publicBind(): Bind;
}

async function stopRun(run: Run | null, runId: string): Promise<StopEvent> {
  const left = run?.runId === runId ? await run.stop() : null;
  const at = Date.now();
  return left === null ? { type: 'stopped', runId, at } : { type: 'stopFailed', runId, at, cause: left };
}

export function createSupervisorEffects(options: SupervisorEffectsOptions): SupervisorEffects {
  const { store, orphans, program, runOptions, state, dispatch } = options;
  const isOllamaAppsStop = createOllamaAppStops();
  let run: Run | null = null;
  let planned: LaunchPlan | null = null;
  let retryTimer: NodeJS.Timeout | undefined;

  const publicBind = (): Bind => ({ host: planned?.bind.host ?? '127.0.0.1', port: store.get().server.port });
  const portWatch = createPortWatch({
    state,
    port: () => {
      const bind = publicBind();
      return { bind, held: () => runOptions.front.held(bind.port) };
    },
    // Where an orphan can't be examined, a server running outside Corral is still to be shown.
    orphansGone: orphans.settled,
    folderProblem: runOptions.folderProblem,
    emit: dispatch,
  });
  const onPlan = (plan: LaunchPlan): void => {
    planned = plan;
    const { publicPort: port, bind } = plan;
    const innerPort = isBehindCorral(plan) ? bind.port : null;
    store.update('server', (slice) => ({ ...slice, port, innerPort, baseUrl: `http://localhost:${port}/v1` }));
  };
  const startRun = (runId: string): void => {
    run = beginRun(runId, {
      ...runOptions,
      adoptRun: (id, target) => adoptRun(id, target, { ...runOptions, onDamaged: showDamage(store) }),
      terminateOrphan: orphans.terminate,
      isOllamaAppsStop,
      emit: dispatch,
      onPlan,
      onProgram: program.onProgram,
    });
  };
  const scheduleRetry = (at: number): void => {
    const retry = (): void => dispatch({ type: 'retryDue', at: Date.now() });
    retryTimer = setTimeout(retry, Math.max(0, at - Date.now())).unref();
  };

  return {
    perform: (effect) => {
      if (effect.type === 'startRun') startRun(effect.runId);
      else if (effect.type === 'stopRun') void stopRun(run, effect.runId).then(dispatch);
      else if (effect.type === 'scheduleRetry') scheduleRetry(effect.at);
      else portWatch.scanSoon();
    },
    cancelScheduled: () => {
      clearTimeout(retryTimer);
      portWatch.stop();
    },
    scanPort: portWatch.scanNow,
    run: () => run,
    publicBind,
  };
}
