/** What went wrong with a row's button, under the row. */
export function RowFailure({ message }: { readonly message: string | null }) {
  return (
    <p className="row-failure bad-text" aria-live="polite" hidden={message === null}>
      {message}
    </p>
  );
}
