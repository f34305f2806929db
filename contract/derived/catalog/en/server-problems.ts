import { defineTexts } from '../define-texts.ts';

/** Titles of the problems that are listed on the Server page and told in the diagnostics. */
export const serverProblemText = defineTexts({
  exited: 'The server quit unexpectedly',
  keepsCrashing: 'The server keeps crashing',
  unresponsive: 'The server stopped responding',
  couldNotStart: 'The server couldn’t start',
  stoppedByOllamaApp: 'The Ollama app stopped the server',
  stoppedByOther: 'Another process stopped the server',
  modelsFolderUnavailable: 'The models folder is unavailable',
  wouldNotQuit: 'The server wouldn’t quit',
});
