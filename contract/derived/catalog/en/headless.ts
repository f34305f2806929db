import { defineTexts } from '../define-texts.ts';

/** What the headless host prints and answers. Plain ASCII: it goes to terminals and HTTP clients. */
export const headlessText = defineTexts({
  usage: `Usage: npm run start:headless -- [options]
  --port N           port for the web UI and API (default 11400; 0 picks a free port)
  --bind ADDR        also listen on this address over unencrypted HTTP (repeatable)
  --allow-host NAME  also accept this host name (repeatable)
  --data-dir DIR     data folder
  --no-open          don't open a browser`,
  'flags.unknown': '{reason}. Run with --help to see all options.',
  'flags.port': 'Invalid --port {value}: use a number from 0 to 65535.',
  'flags.bind': 'Invalid --bind {value}: use an IP address such as 192.168.1.20.',
  'flags.allowHost': 'Invalid --allow-host {value}: use a host name without a scheme or port.',
  'flags.dataDir': '--data-dir requires a folder path.',
  'start.running': 'Corral is running at {url}',
  'start.unencrypted':
    'Warning: {origin} is unencrypted HTTP. Anyone on that network can read all traffic, including the token.',
  'start.portInUse': 'Port {port} on {address} is in use. Use --port to choose another, or --port 0 for any free port.',
  'start.addressUnavailable': "{address} isn't an address of this computer. Choose a different --bind address.",
  'start.portForbidden': "You don't have permission to use port {port}. Choose one above 1023.",
  'stop.failed': "Corral didn't quit cleanly: {reason}",
  'signIn.title': "This browser isn't signed in to Corral",
  'signIn.remedy': 'Open the address that Corral printed at startup, which ends in ?token=…',
  'signIn.continue': 'Open Corral',
  'host.notAllowed':
    'Host name not allowed. Use 127.0.0.1 or localhost, or start Corral with --allow-host and this name.',
  'api.failed': 'API request failed: {reason}',
  'api.notForwarded': "Corral couldn't forward the request.",
  'rpc.failed': 'Unexpected error: {reason}',
  notFound: 'Not found.',
  'sleep.reason': 'A request or download is in progress',
  'desktop.only': '{action} requires the desktop app.',
  'desktop.openLink': 'Opening a link',
  'desktop.revealFile': 'Showing a file',
  'desktop.pickFile': 'Choosing a file',
});
