/** Ollama's words around the load of a model (llm/llama_server.go); they are the same since 0.30. */
const begins = 'msg="starting llama-server"';
const ready = 'msg="llama-server started in ';

/** Whether the newest of a server's lines say that a model is being loaded, for whomever. */
export function isLoadingInLog(lines: readonly string[]): boolean {
  const last = (words: string): number => lines.findLastIndex((line) => line.includes(words));
  return last(begins) > last(ready);
}
