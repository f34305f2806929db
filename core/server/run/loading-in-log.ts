/** What Ollama logs around the load of a model (llm/llama_server.go), unchanged since 0.30. */
const LOAD_STARTED = 'msg="starting llama-server"';
const LOAD_FINISHED = 'msg="llama-server started in ';

/** Whether a server's log, newest line last, says that a model is being loaded, whoever requested it. */
export function isLoadingInLog(lines: readonly string[]): boolean {
  const lastIndexOf = (text: string): number => lines.findLastIndex((line) => line.includes(text));
  return lastIndexOf(LOAD_STARTED) > lastIndexOf(LOAD_FINISHED);
}
