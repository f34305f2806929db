import type { ServerActual, ServerState } from '../server.ts';

/** Whether requests can be sent: now, soon without anyone's help, or not until a person does something. */
export type ServerAvailability = 'available' | 'pending' | 'unavailable';

const AVAILABILITY: Readonly<Record<ServerState, ServerAvailability>> = {
  notInstalled: 'unavailable',
  stopped: 'unavailable',
  starting: 'pending',
  running: 'available',
  unresponsive: 'available',
  restarting: 'pending',
  failed: 'unavailable',
  stopping: 'unavailable',
  external: 'available',
  portInUse: 'unavailable',
};

export function serverAvailability(state: ServerState): ServerAvailability {
  return AVAILABILITY[state];
}

/** Whether requests can be sent; an unresponsive server may only be busy. */
export function isServing(state: ServerState): boolean {
  return AVAILABILITY[state] === 'available';
}

/** Whether the server responded when it was last checked. */
export function isResponding(state: ServerState): boolean {
  return state === 'running' || state === 'external';
}

/** Whether our own server is up, responding or not. */
export function isOwnServerUp(state: ServerState): boolean {
  return state === 'running' || state === 'unresponsive';
}

/** What a person can do with the server in a state, and whether they should look at it. */
export interface ServerActions {
  readonly canStart: boolean;
  readonly canStop: boolean;
  readonly canRestart: boolean;
  /** Another server can be asked to quit, so that ours takes its place. */
  readonly canTakeOver: boolean;
  /** Something happened that the Server page explains. */
  readonly needsAttention: boolean;
  /** On its way to another state. */
  readonly isChanging: boolean;
}

const NONE: ServerActions = {
  canStart: false,
  canStop: false,
  canRestart: false,
  canTakeOver: false,
  needsAttention: false,
  isChanging: false,
};

const ACTIONS: Readonly<Record<ServerState, ServerActions>> = {
  notInstalled: { ...NONE, needsAttention: true },
  stopped: { ...NONE, canStart: true },
  starting: { ...NONE, canStop: true, isChanging: true },
  running: { ...NONE, canStop: true, canRestart: true },
  unresponsive: { ...NONE, canStop: true, canRestart: true, needsAttention: true },
  restarting: { ...NONE, canStop: true, isChanging: true },
  failed: { ...NONE, canStart: true, needsAttention: true },
  stopping: { ...NONE, isChanging: true },
  external: NONE,
  portInUse: { ...NONE, canStart: true, needsAttention: true },
};

export function serverActions(actual: ServerActual): ServerActions {
  const actions = ACTIONS[actual.state];
  if (actual.state === 'stopped') return { ...actions, needsAttention: actual.byOther !== undefined };
  return actual.state === 'external' ? { ...actions, canTakeOver: actual.canTakeOver } : actions;
}
