import { defineTexts } from '../define-texts.ts';

/** What this Mac's addresses are called. `{network}` is a network interface, such as Wi-Fi. */
export const addressText = defineTexts({
  thisMac: 'This Mac',
  localName: '{network}, name',
  ipv4: '{network}, IP',
  ipv6: '{network}, IPv6',
  tailscaleName: 'Tailscale',
  tailscaleIpv4: 'Tailscale, IP',
  tailscaleIpv6: 'Tailscale, IPv6',
  tailscaleHttps: 'Tailscale, HTTPS',
});
