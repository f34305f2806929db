/** The mark's gate: `closed` = running, `half` = starting or stopping, `open` = stopped, `problem` = `!` in the gate. */
export type Gate = 'closed' | 'half' | 'open' | 'problem';

const posts = 'M3 2.5v13M15 2.5v13';
const rails: Readonly<Record<Gate, string>> = {
  closed: 'M3 5.6C6.6 8.3 11.4 8.3 15 5.6M3 10.4C6.6 13.1 11.4 13.1 15 10.4',
  half: 'M3 5.6C3.72 6.14 4.49 6.57 5.28 6.9M12.72 6.9C13.51 6.57 14.28 6.14 15 5.6M3 10.4C6.6 13.1 11.4 13.1 15 10.4',
  open: 'M3 5.6C3.72 6.14 4.49 6.57 5.28 6.9M12.72 6.9C13.51 6.57 14.28 6.14 15 5.6M3 10.4C3.72 10.94 4.49 11.37 5.28 11.7M12.72 11.7C13.51 11.37 14.28 10.94 15 10.4',
  problem:
    'M3 5.6C3.54 6 4.11 6.35 4.69 6.63M13.31 6.63C13.89 6.35 14.46 6 15 5.6M3 10.4C3.54 10.8 4.11 11.15 4.69 11.43M13.31 11.43C13.89 11.15 14.46 10.8 15 10.4',
};

/** Corral's mark, a pen whose gate shows the server's state. It is decorative: a label stands beside it. */
export function CorralMark({ gate = 'closed' }: { readonly gate?: Gate }) {
  return (
    <svg
      className="glyph"
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d={posts} strokeWidth="1.8" />
      <path d={rails[gate]} strokeWidth="1.6" />
      {gate === 'problem' && (
        <>
          <path d="M9 3.6v6.2" strokeWidth="2" />
          <circle cx="9" cy="13.7" r="1.25" fill="currentColor" stroke="none" />
        </>
      )}
    </svg>
  );
}
