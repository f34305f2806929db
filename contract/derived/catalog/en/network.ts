import { defineTexts } from '../define-texts.ts';

/** The Network page: access, addresses, host names, and HTTPS. */
export const networkText = defineTexts({
  title: 'Network',

  'access.title': 'Network access',
  'access.applying': 'Applying… The server is restarting.',
  'access.inProgress': 'A change is in progress.',
  'access.changeNow': 'Change Now',
  'choice.thisMac': 'Other devices can’t connect.',
  'choice.localNetwork':
    'Devices on your local network can connect{keyed, select, yes { with an API key} other {}}, and so can your tailnet if you use Tailscale.',
  'choice.tailscale': 'Only devices on your tailnet can connect{keyed, select, yes { with an API key} other {}}.',
  'requireKey.label': 'Require an API key',
  'requireKey.hint': 'Other devices must send an API key. Apps on this Mac never need one.',
  'localApps.legend': 'Apps on this Mac connect to',
  'localApps.corral': 'Corral',
  'localApps.corral.hint':
    'Requests wait while the server restarts. Health checks, metrics, aliases, and Activity include apps on this Mac.',
  'localApps.ollama': 'Ollama directly',
  'localApps.ollama.hint':
    'Restarts interrupt apps on this Mac. Health checks, metrics, and aliases aren’t available to them, and Activity shows only what Ollama logs.',
  'localApps.noEffect':
    'No effect right now. While your local network can connect without an API key, all apps connect to Ollama directly.',
  'interfaces.legend': 'Available on',
  'interfaces.hint': 'Only private addresses are used. Corral updates them when your networks change.',
  'interfaces.noAddress': 'no private address',
  'interfaces.addresses': '{first} and {count} more',
  'interfaces.turnOffNow': 'Turn Off Now',

  'confirm.title': 'Open this server without an API key?',
  'confirm.cancel': 'Cancel',
  'confirm.restarts': 'The server will restart.',
  'confirm.untilQuit': 'Access from other devices ends when Corral quits.',

  'open.requireKey': 'Require a Key',
  'open.requireKeyNow': 'Require Key Now',
  'open.direct.localNetwork':
    'All apps connect to Ollama directly, so metrics, aliases, and everything else Corral adds to the API are off.',
  'open.direct.tailscale':
    'Devices on your tailnet connect to Ollama directly, so metrics, aliases, and everything else Corral adds to the API are off for them.',
  'open.thisMacOnly': 'This Mac Only',
  'open.turnOffNow': 'Turn Off Now',
  'noKeys.title': 'No API keys yet, so other devices can’t connect',
  'noKeys.remedy': 'Create one under API keys for each device or app.',
  'expiredKeys.title': 'All API keys have expired, so other devices can’t connect',
  'expiredKeys.remedy': 'Create a new one under API keys for each device or app.',
  'limited.title': 'Network access is limited',
  'external.title': 'Network access can’t be changed here',
  'external.current': 'Current access: {access} (listening on {host}).',
  'external.unknown': 'Current network access is unknown.',
  'external.direct':
    'Apps connect to it directly, so metrics, aliases, and everything else Corral adds to the API are off.',
  'external.settings': 'The settings below apply when Corral runs the server.',

  'addresses.title': 'Addresses',
  'addresses.none': 'Start the server to see its addresses.',
  'addresses.keptOpen':
    'Other devices can still connect to Corral with an API key. Until the server runs, their requests wait or are rejected.',
  'addresses.test': 'Test Addresses',
  'addresses.cannotTest': 'Start the server to test its addresses.',
  'addresses.checking': 'Checking…',
  'addresses.checked': 'Checked at {time}',
  'addresses.keyRequired': 'API key required',
  'addresses.copy': 'Copy {label}',
  'addresses.unavailable': 'Unavailable since {time}',
  'test.passed': 'Responds without a key.',
  'test.passedWithKey': 'Key required. Model management and unknown host names are blocked.',
  'test.failed': 'Failed: {check} (status {status}).',
  'test.noResponse': 'No response: {reason}.',
  'check.responds': 'Responds',
  'check.withoutKey': 'Rejects requests without a key',
  'check.withKey': 'Accepts requests with a key',
  'check.management': 'Blocks inference keys from deleting models',
  'check.foreignHost': 'Rejects unknown host names',
  'noResponse.timedOut': 'the request timed out',
  'noResponse.refused': 'connection refused',
  'noResponse.noRoute': 'no route to host',
  'noResponse.networkUnreachable': 'network unreachable',
  'noResponse.unknownHost': 'unknown host name',

  'trouble.title': 'If another device still can’t connect',
  'trouble.timeout':
    '<b>The connection times out:</b> this Mac’s firewall may be blocking it. Go to System Settings > Network > Firewall > Options and allow incoming connections for Corral (and for ollama if no key is required). Guest networks that isolate devices look the same.',
  'trouble.noRoute':
    '<b>“No route to host” right away on another Mac, although its browser works:</b> that Mac is blocking the app from the local network. On that Mac, allow the app in System Settings > Privacy & Security > Local Network.',
  'trouble.refused': '<b>“Connection refused”:</b> this Mac no longer has that address. Check the list above.',
  'trouble.tailscale':
    '<b>It fails only over Tailscale:</b> your tailnet’s access controls may not allow that device or port.',

  'hosts.title': 'Host names',
  'hosts.label': 'Allowed host names',
  'hosts.hint':
    'This Mac’s own names and addresses always work. Add names assigned by your router, proxy, or DNS. Requests for any other name are rejected.',
  'hosts.field': 'Add a host name',
  'hosts.add': 'Add host name',

  'https.title': 'HTTPS on your tailnet',
  'https.label': 'Serve over HTTPS',
  'https.switch': 'Serve over HTTPS on your tailnet',
  'https.allow': 'Allow in Tailscale',
  'https.turnOffNow': 'Turn Off Now',
  'https.on': 'Devices on your tailnet can use {url} with a trusted certificate. An API key is required.',
  'https.starting': 'Setting up with Tailscale…',
  'https.consent':
    'HTTPS isn’t allowed on your tailnet yet. {admin, select, yes {Allow it} no {Ask the owner or an admin of your tailnet to allow it} other {Allow it, or ask your tailnet’s owner if you aren’t an admin,}} on the Tailscale page, and setup continues automatically.',
  'https.failed': 'Tailscale couldn’t turn on HTTPS: {reason} Corral will try again.',
  'https.noReason': 'no details given.',
  'https.waiting': 'Waiting. {reason}',
  'https.off': 'Tailscale provides the certificate and forwards requests to Corral, which requires an API key.',
});
