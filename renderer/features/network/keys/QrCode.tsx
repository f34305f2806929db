import { qrPath } from './qr-path.ts';

export interface QrCodeProps {
  readonly text: string;
  /** What it is the code of, as its accessible name. */
  readonly label: string;
}

/** A QR code, black on white in both themes: many readers know no other. */
export function QrCode({ text, label }: QrCodeProps) {
  const { size, path } = qrPath(text);
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}
