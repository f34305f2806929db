/** An expected failure of a request: the status and the text the real server answers with. */
export class ApiError extends Error {
  constructor(status, text, fields = {}) {
    super(text);
    this.status = status;
    this.fields = fields;
  }
}

export const missingModel = (sent) => new ApiError(404, `model '${sent}' not found`);
