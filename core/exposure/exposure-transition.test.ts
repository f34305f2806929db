import { describe, expect, it } from 'vitest';
import type { ServerActual, ServerCause } from '../../contract/server.ts';
import { Settings } from '../../contract/settings.ts';
import {
  type ExposureChoice,
  type ExposureEffect,
  type ExposureEvent,
  type ExposureState,
  initialExposureState,
} from './exposure-state.ts';
import { exposureTransition } from './exposure-transition.ts';
import { lanAddresses } from './interfaces.ts';
import { mac, off, running as tailscale } from './testing/mac-network-fixture.ts';

const network = { lan: lanAddresses(mac), labels: new Map([['en0', 'Wi-Fi']]), localName: null, tailscale };
const TAILNET = tailscale.addresses[0] ?? '';
const starting = { state: 'starting', runId: 'r1', since: 0 } as const;
const up = { state: 'running', runId: 'r1', since: 0, version: '1' } as const;
const stopping: ServerActual = { state: 'stopping', runId: 'r1', since: 0 };
const external: ServerActual = { state: 'external', owner: 'terminal', pid: 5, version: '1', canTakeOver: true };
const cause: ServerCause = { kind: 'exited', message: '', exitCode: null, signal: 'SIGKILL', lastLines: [] };
const restarting: ServerActual = { state: 'restarting', attempt: 1, nextAt: 0, cause };
const failed: ServerActual = { state: 'failed', at: 0, cause };
const INNER = { placement: 'inner', host: '127.0.0.1' } as const;

function choiceOf(changed: Partial<ExposureChoice> = {}): ExposureChoice {
  return { ...Settings.parse({}), ...changed };
}

function serverOf(actual: ServerActual, changed: Partial<ExposureState['server']> = {}): ExposureState['server'] {
  return { desired: 'running', actual, pid: 9, port: 11_434, innerPort: null, portConflicts: [], ...changed };
}

const https = { state: 'off', url: null, consentUrl: null, reason: null } as const;
const kinds = ['thisMac', 'keyedNetwork', 'openNetwork', 'keyedTailnet', 'openTailnet', 'direct'] as const;
type Kind = (typeof kinds)[number];
const CHOICES: Readonly<Record<Kind, ExposureChoice>> = {
  thisMac: choiceOf(),
  keyedNetwork: choiceOf({ reach: 'localNetwork' }),
  openNetwork: choiceOf({ reach: 'localNetwork', requireKey: false }),
  keyedTailnet: choiceOf({ reach: 'tailscale' }),
  openTailnet: choiceOf({ reach: 'tailscale', requireKey: false }),
  direct: choiceOf({ localApps: 'ollama' }),
};

/** What performing the effects gives: the listeners open as they are asked for, one that fails aside. */
function perform(state: ExposureState, effects: readonly ExposureEffect[]): ExposureState {
  return effects.reduce(
    (next, effect) =>
      effect.type === 'reconcile'
        ? send(next, { type: 'reconciled', listening: { open: effect.listeners, failed: [] } })
        : next,
    state,
  );
}

function send(state: ExposureState, ...events: readonly ExposureEvent[]): ExposureState {
  return events.reduce((before, event) => {
    const step = exposureTransition(before, { ...event, at: 0 });
    return event.type === 'reconciled' ? step.state : perform(step.state, step.effects);
  }, state);
}

/** The events of a start, up to a server that runs. */
function startOf(state: ExposureState, runId = 'r1'): ExposureState {
  const planned = send(
    state,
    { type: 'serverChanged', server: serverOf({ ...starting, runId }) },
    { type: 'planAsked', runId, network: state.network },
  );
  const { placement, host } = planned.planned?.decision ?? INNER;
  return send(
    planned,
    { type: 'portVerified', runId, place: { placement, host } },
    { type: 'serverChanged', server: serverOf({ ...up, runId }, { innerPort: placement === 'inner' ? 23_456 : null }) },
  );
}

function stopped(kind: Kind): ExposureState {
  return initialExposureState({ choice: CHOICES[kind], network, server: serverOf({ state: 'stopped' }), https });
}

function serving(kind: Kind): ExposureState {
  return startOf(stopped(kind));
}

function open(state: ExposureState): string[] {
  return state.listening.open.map(({ address, keyed }) => `${address}${keyed ? ' keyed' : ''}`);
}

function effectsOf(state: ExposureState, event: ExposureEvent): string[] {
  const { effects } = exposureTransition(state, { ...event, at: 0 });
  return effects.map(({ type }) => type).filter((type) => type !== 'publish' && type !== 'serveHttps');
}

const LOCALHOST = ['127.0.0.1', '::1'];
const LAN = ['192.168.1.24', 'fd00::5', '10.1.0.1'].map((address) => `${address} keyed`);
const TAIL = tailscale.addresses.map((address) => `${address} keyed`);
const OPEN: Readonly<Record<Kind, readonly string[]>> = {
  thisMac: LOCALHOST,
  keyedNetwork: [...LOCALHOST, ...LAN, ...TAIL],
  openNetwork: [],
  keyedTailnet: [...LOCALHOST, ...TAIL],
  openTailnet: LOCALHOST,
  direct: [],
};
const PLACES: Readonly<Record<Kind, string>> = {
  thisMac: 'inner 127.0.0.1',
  keyedNetwork: 'inner 127.0.0.1',
  openNetwork: 'public 0.0.0.0',
  keyedTailnet: 'inner 127.0.0.1',
  openTailnet: `public ${TAILNET}`,
  direct: 'public 127.0.0.1',
};
const pairs = kinds.flatMap((from) => kinds.filter((to) => to !== from).map((to) => [from, to] as const));

describe('exposureTransition', () => {
  it.each(kinds)('%s: opens its listeners once the port is verified, before the server is up', (kind) => {
    const planned = send(
      stopped(kind),
      { type: 'serverChanged', server: serverOf(starting) },
      { type: 'planAsked', runId: 'r1', network },
    );
    expect(open(planned)).toEqual([]);
    const { placement, host } = planned.planned?.decision ?? INNER;
    expect(`${placement} ${host}`).toBe(PLACES[kind]);
    const verified = send(planned, { type: 'portVerified', runId: 'r1', place: { placement, host } });
    expect(open(verified)).toEqual(OPEN[kind]);
  });

  it.each(pairs)('from %s to %s: restarts only where the server moves, and no listener meets it', (from, to) => {
    const before = serving(from);
    const isMove = PLACES[from] !== PLACES[to];
    const event: ExposureEvent = { type: 'chosen', choice: CHOICES[to], network };
    expect(effectsOf(before, event)).toEqual(isMove ? ['reconcile', 'restartServer'] : ['reconcile']);
    const chosen = send(before, event);
    if (!isMove) return expect(open(chosen)).toEqual(OPEN[to]);
    // Those for this Mac stay until the port is verified for the new place.
    const kept = LOCALHOST.filter((address) => OPEN[from].includes(address));
    expect(open(chosen)).toEqual(expect.arrayContaining(kept));
    const opensEarly = OPEN[to].filter((address) => OPEN[from].includes(address));
    expect(open(chosen)).toEqual(expect.arrayContaining(opensEarly));
    const restarted = send(startOf(send(chosen, { type: 'serverChanged', server: serverOf(stopping) }), 'r2'), {
      type: 'moveFinished',
    });
    expect(open(restarted)).toEqual(OPEN[to]);
    expect(restarted.moves).toBe(0);
  });

  it.each<[string, ServerActual, Partial<ExposureState['server']>, boolean]>([
    ['unresponsive', { state: 'unresponsive', runId: 'r1', since: 0 }, {}, true],
    ['restarting', restarting, {}, true],
    ['failed', failed, {}, true],
    ['stopping for a restart', stopping, {}, true],
    ['starting again', { ...starting, runId: 'r2' }, {}, true],
    ['stopping', stopping, { desired: 'stopped' }, true],
    ['stopped', { state: 'stopped' }, { desired: 'stopped' }, false],
    ['failed to stop', failed, { desired: 'stopped' }, false],
    ['external', external, {}, false],
    ['not installed', { state: 'notInstalled', detail: null }, {}, false],
    ['in the way', { state: 'portInUse', pid: 5, name: 'x', canTakeOver: true }, {}, false],
  ])('a server that is %s: listeners stay open where one is wanted', (_what, actual, changed, isOpen) => {
    const next = send(serving('keyedNetwork'), { type: 'serverChanged', server: serverOf(actual, changed) });
    expect(open(next)).toEqual(isOpen ? OPEN.keyedNetwork : []);
  });

  it('opens nothing for a run that is over', () => {
    const abandoned = send(
      stopped('thisMac'),
      { type: 'serverChanged', server: serverOf(starting) },
      { type: 'planAsked', runId: 'r1', network },
      { type: 'serverChanged', server: serverOf({ state: 'stopped' }, { desired: 'stopped' }) },
      { type: 'portVerified', runId: 'r1', place: INNER },
    );
    expect(open(abandoned)).toEqual([]);
  });

  it('keeps the port of the listeners until another one is verified', () => {
    const moved = serverOf(starting, { port: 12_000 });
    const before = send(serving('thisMac'), { type: 'serverChanged', server: moved });
    expect(before.front?.port).toBe(11_434);
    const { effects } = exposureTransition(before, { type: 'portVerified', runId: 'r1', place: INNER, at: 0 });
    expect(effects).toContainEqual(expect.objectContaining({ type: 'reconcile', port: 12_000 }));
  });

  it('adopts a server on the public port where it is, and moves it once it responds, announced', () => {
    const place = { placement: 'public', host: '127.0.0.1' } as const;
    const kept = send(
      stopped('keyedNetwork'),
      { type: 'serverChanged', server: serverOf(starting) },
      { type: 'planAsked', runId: 'r1', network },
      { type: 'portVerified', runId: 'r1', place },
    );
    expect(open(kept)).toEqual(['::1', ...LAN, ...TAIL]);
    const event: ExposureEvent = { type: 'serverChanged', server: serverOf(up) };
    const { effects, state } = exposureTransition(kept, { ...event, at: 0 });
    expect(effects.map(({ type }) => type)).toEqual([
      'reconcile',
      'serveHttps',
      'publish',
      'announce',
      'restartServer',
    ]);
    expect(effectsOf(state, event)).not.toContain('restartServer');
    const moved = send(startOf(state, 'r2'), { type: 'moveFinished' });
    expect([open(moved), moved.moves]).toEqual([OPEN.keyedNetwork, 0]);
  });

  it.each(kinds)('hands the port over from %s, and closes everything', (kind) => {
    const event: ExposureEvent = { type: 'handOver' };
    const isMove = PLACES[kind] !== PLACES.direct;
    expect(effectsOf(serving(kind), event)).toEqual(isMove ? ['reconcile', 'restartServer'] : ['reconcile']);
    const chosen = send(serving(kind), event);
    expect(open(chosen).filter((address) => address.includes('keyed'))).toEqual([]);
    const restarted = isMove ? send(startOf(chosen, 'r2'), { type: 'moveFinished' }) : chosen;
    expect(open(restarted)).toEqual([]);
    expect(restarted.planned?.decision).toMatchObject({ placement: 'public', host: '127.0.0.1', reach: 'thisMac' });
  });

  it.each<[string, ServerActual, Partial<ExposureState['server']>, boolean]>([
    ['stopping for a restart', stopping, {}, true],
    ['unresponsive', { state: 'unresponsive', runId: 'r1', since: 0 }, {}, true],
    ['stopping', stopping, { desired: 'stopped' }, false],
    ['stopped', { state: 'stopped' }, { desired: 'stopped' }, false],
    ['external', external, {}, false],
  ])('hands over a server that is %s only where one is wanted', (_what, actual, changed, isMoved) => {
    const seen = send(serving('keyedNetwork'), { type: 'serverChanged', server: serverOf(actual, changed) });
    expect(effectsOf(seen, { type: 'handOver' }).includes('restartServer')).toBe(isMoved);
  });

  it('moves a keyless server away from an address that is gone, and announces that', () => {
    const gone: ExposureEvent = { type: 'networkRead', network: { ...network, tailscale: off } };
    const before = serving('openTailnet');
    expect(effectsOf(before, gone)).toEqual(['reconcile', 'announce', 'restartServer']);
    const moving = send(before, gone);
    expect(effectsOf(moving, gone)).toEqual(['reconcile']);
    expect(effectsOf(send(before, { type: 'close' }), gone)).toEqual([]);
  });

  it('abandons a start at a place that is no longer wanted, and checks the place when a move is over', () => {
    const moving = send(
      serving('thisMac'),
      { type: 'chosen', choice: CHOICES.openNetwork, network },
      { type: 'serverChanged', server: serverOf({ ...starting, runId: 'r2' }) },
      { type: 'planAsked', runId: 'r2', network },
    );
    const back: ExposureEvent = { type: 'chosen', choice: CHOICES.thisMac, network };
    expect(effectsOf(moving, back)).toEqual(['reconcile', 'abandonStart']);
    const chosen = send(moving, back);
    expect(effectsOf(chosen, { type: 'moveFinished' })).toEqual(['restartServer']);
    const last = [1, 2].reduce((state) => send(state, { type: 'moveFinished' }), chosen);
    expect(effectsOf(last, { type: 'moveFinished' })).toEqual(['reconcile', 'logGivenUp']);
    const ended = send(last, { type: 'moveFinished' });
    expect(ended.moves).toBe(0);
  });

  it('reads where an external server listens, and forgets it with that server', () => {
    const seen = send(serving('thisMac'), { type: 'serverChanged', server: serverOf(external, { pid: 5 }) });
    const read = send(seen, { type: 'externalRead', pid: 5, addresses: ['0.0.0.0'] });
    expect(read.external).toEqual(['0.0.0.0']);
    expect(send(seen, { type: 'externalRead', pid: 6, addresses: ['0.0.0.0'] }).external).toEqual([]);
    expect(send(read, { type: 'serverChanged', server: serverOf(starting) }).external).toEqual([]);
    expect(effectsOf(seen, { type: 'chosen', choice: CHOICES.openNetwork, network })).not.toContain('restartServer');
  });
});
