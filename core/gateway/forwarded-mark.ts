/**
 * The query of the requests that Corral forwards. The server ignores it and its access log prints it, which tells them from
 * requests that went past Corral. A caller's own query never goes on: no route of a key reads one, Go's forms take a `model`
 * from it, and it would be written into the log.
 */
export const forwardedMark = 'corral-gateway';
