/** `40K`, `128K`, `512`: a context length in tokens as short as a column needs it. */
export function formatContext(tokens: number): string {
  return tokens >= 1024 ? `${Math.round(tokens / 1024)}K` : String(tokens);
}
