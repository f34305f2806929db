/** An expected failure of a request: the status and the text of the real server's response. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} text
   */
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

/** @param {string} sent the name as the request has it */
export function missingModel(sent) {
  return new ApiError(404, `model '${sent}' not found`);
}
