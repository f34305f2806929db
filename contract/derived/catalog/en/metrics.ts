import { defineTexts } from '../define-texts.ts';

/** The HELP lines of `/metrics`, by metric. Plain ASCII, one line each. */
export const metricsText = defineTexts({
  corral_build_info: 'Always 1. Labeled with the versions of Corral and the running Ollama server.',
  corral_start_time_seconds: 'Start time of Corral in seconds since the Unix epoch.',
  corral_server_state: 'Server state. 1 for the current state, 0 for all others.',
  corral_requests_running: 'Requests in progress through Corral.',
  corral_requests_total: 'Completed requests. Direct requests are counted from the server access log.',
  corral_tokens_total: 'Prompt (in) and completion (out) tokens, for responses that report usage.',
  corral_request_duration_seconds: 'Time from request to end of response.',
  corral_time_to_first_token_seconds: 'Time from request to first token of a streamed response.',
});
