import { dataFolderText } from '../../contract/derived/catalog/en/data-folder.ts';

/** Corral can't start with this data folder. The message is one line for a person, and says what to do where that is known. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}

/** The system refused something that every start needs to do in the folder. */
export function unusableFolder(path: string, error: unknown): DataFolderError {
  const reason = error instanceof Error ? error.message : String(error);
  // Not every message of the system's names a path.
  const named = reason.includes(path) ? reason : `${reason} (${path})`;
  return new DataFolderError(dataFolderText('unusable', { reason: named }), { cause: error });
}
