import { defineTexts } from '../define-texts.ts';

/** Who can connect to the server, why not, and what a test of the addresses shows. */
export const exposureText = defineTexts({
  'degraded.tailscale': '{reason} Until it’s back, only this Mac can connect.',
  'degraded.tailscaleNoAddress': 'Tailscale has no address on this Mac. Until it’s back, only this Mac can connect.',
  'degraded.noneSelected': 'No networks are selected. Until that changes, only this Mac can connect.',
  'degraded.noAddress':
    'This Mac doesn’t have a private network address right now. Until that changes, only this Mac can connect.',
  'degraded.tailnetOnly':
    'This Mac doesn’t have a private local network address right now. Only devices on your tailnet can connect.',

  'moved.backTitle': 'Tailscale is back',
  'moved.back': 'Devices on your tailnet can connect again at {host}.',
  'moved.awayTitle': 'Only this Mac can connect',
  'moved.behindTitle': 'The server was restarted',
  'moved.behind':
    'It had been running since before Corral opened. Apps now reach it through Corral, at the same address: {url}.',
  'change.failedTitle': 'Couldn’t change network access',
  'change.failed': 'Corral had waited for responses to finish. See the Network page for the current state. {reason}',

  'listener.thisMac':
    'Apps on this Mac can’t connect to http://localhost:{port}: {reason} ({address}). Corral keeps trying.',
  'listener.others': 'Other devices can’t connect to {address}: {reason}. Corral keeps trying.',
  'listener.inUse': 'another app is using that port',
  'listener.unavailable': 'this Mac can’t use that address right now',
  'listener.notAllowed': 'the system doesn’t allow that port',

  'https.noName': 'This Mac has no name on your tailnet. MagicDNS may be off.',
  'https.notSelected': 'Available when “Local network” or “Tailscale only” is selected.',
  'https.noCommand': 'The “tailscale” command wasn’t found. Install it from Tailscale’s settings.',
  'https.stopped': 'Tailscale stopped serving without giving a reason.',

  'tailscale.said': 'Tailscale’s command reports: {said}',
  'tailscale.unknown': 'Checking for Tailscale…',
  'tailscale.missing': 'Tailscale isn’t installed.',
  'tailscale.stopped': 'Tailscale is off. Turn it on first.',
  'tailscale.needsLogin': 'You aren’t signed in to Tailscale. Sign in first.',
  'tailscale.starting': 'Tailscale is starting.',
  'tailscale.running': 'Tailscale is on, but this Mac has no address on your tailnet right now.',

  'advice.serverUnresponsive': 'The address is reachable, but the server isn’t responding. Check the Server page.',
  'advice.unknownHost':
    'This Mac can’t resolve its own name. Other devices may still find it. If they can’t, use a numeric address.',
  'advice.blocked':
    'A VPN or third-party firewall is blocking this Mac from its own address. The macOS firewall doesn’t do this.',
  'advice.notListening': 'Nothing is listening at this address. It may have just changed. Test again in a few seconds.',
  'advice.noModelList': 'The server returned status {status} instead of the model list. Check the Server page.',
  'advice.foreignHost':
    'It accepts host names that don’t belong to this Mac, so a web page opened here could use it. Newer versions of Ollama reject them.',
  'advice.accepted':
    'A request that should have been rejected was accepted. Select “This Mac only” and check what else is using the port.',
  'advice.open': 'Anyone who can reach this address can use and delete models, because no key is required.',
});
