import { defineTexts } from '../define-texts.ts';

/** The diagnostics report that a person copies: Markdown, with the states and identifiers of the code as they are. */
export const diagnosticsText = defineTexts({
  title: 'Corral diagnostics',
  none: 'None.',

  'system.title': 'Corral',
  'system.created': 'Created {time}',
  'system.corral': 'Corral {version}, {host}, Node {node}',
  'system.computer': '{system}, {platform} {architecture}, {memory} memory',

  'ollama.title': 'Ollama',
  'ollama.program': '{path}, version {version}, from {source}',
  'ollama.notFound': 'not found',
  'ollama.advisory': 'known vulnerability {id}, fixed in {version}',
  'ollama.noFix': 'no version yet',

  'server.title': 'Server',
  'server.desired': 'desired {state}, pid {pid}, port {port}',
  'server.innerPort': 'Ollama on 127.0.0.1:{inner}, behind Corral',
  'server.attempt': 'state {state}, attempt {attempt}',
  'server.state': 'state {state}',
  'server.cause': 'cause {kind}, exit code {exitCode}, signal {signal}: {message}',
  'server.since': 'since {time}',
  'server.uptime': 'uptime {seconds} s',
  'server.pending': 'waiting to {action} since {time}',
  'server.portConflict': 'also listening on this port: {name} ({pid}) at {address}',
  unknown: 'unknown',
  noPid: 'none',

  'problems.title': 'Problems',
  'problems.problem': '{time} {title}. {detail}',
  'problems.resolved': '{time} {title} (resolved). {detail}',

  'runs.title': 'Runs',
  'runs.started': 'started {time}, pid {pid}, version {version}, {end}',
  'runs.adopted': 'reattached {time}, pid {pid}, version {version}, {end}',
  'runs.running': 'running',
  'runs.ended': 'ended {time}, {kind}: {message}',

  'access.title': 'Network access',
  'access.desired':
    'desired {reach}, API key {required, select, true {required} other {not required}}, {count, plural, one {# key} other {# keys}}',
  'access.none': 'current none',
  'access.keptOpen': 'current none; Corral’s listeners with an API key stay open to {reach}',
  'access.current': 'current {access}; Ollama at {ollamaHost}, listening on {addresses}',
  'access.keyed': 'API key required',
  'access.open': 'open without a key',
  'access.applying': 'a change is in progress',
  'access.pending': 'a change is waiting for responses to finish',
  'access.tailscale': 'Tailscale {state}',
  'access.tailscaleReason': 'Tailscale {state}: {reason}',
  'access.https': 'tailnet HTTPS {state}',
  'access.httpsReason': 'tailnet HTTPS {state}: {reason}',
  'access.address': '{kind}: {url}',
  'access.keyedAddress': '{kind}, API key required: {url}',

  'models.title': 'Models',
  'models.counts': '{installed, number} installed, {loaded, number} loaded',
  'models.disk': '{free} free in {folder}',
  'models.loaded': 'loaded {name}, {size}, {gpu} on the GPU',
  'models.loadedUnknown': 'loaded {name}, size unknown',
  'models.pull': 'pull {name}: {state}, {detail}',
  'models.work':
    'in progress: {requests, plural, one {# response} other {# responses}}, {pulls, plural, one {# pull} other {# pulls}}',

  'settings.title': 'Settings that differ from the defaults',
  'settings.fixed': '{name}: {value}, set by {variable} in the environment',
  'configuration.title': 'Effective configuration',
  'configuration.variable': '{name}={value} ({source})',
  'configuration.afterRestart': '{name}={value} ({source}, after a restart)',
  'configuration.defaults': "{count, number} more at Ollama's defaults",

  'log.title': 'Last {count, plural, one {# line} other {# lines}} of the log',
  redacted: '[redacted]',
  'redacted.tailnet': '[tailnet name]',
});
