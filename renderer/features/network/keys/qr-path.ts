import { encode } from 'uqr';

/** The dark squares of a text's QR code as an SVG path, each of them 1 wide, with the margin of 4 that readers need. */
export function qrPath(text: string): { readonly size: number; readonly path: string } {
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return { size, path };
}
