import { defineTexts } from '../define-texts.ts';

/** What the gateway tells API clients in its error responses. Plain ASCII: they are read in terminals and logs. */
export const gatewayText = defineTexts({
  hostNotAllowed: 'Host name not allowed. Use one of the addresses on the Network page in Corral.',
  originNotAllowed: "Origin not allowed. Add it under Allowed origins in Corral's settings.",
  missingApiKey: 'API key required. Send it in an Authorization: Bearer header or an x-api-key header.',
  invalidApiKey: 'Invalid, revoked, or expired API key.',
  insufficientScope: "This API key can use models but can't manage them.",
  metricsNotAllowed: "This API key is limited to specific models, so it can't read metrics.",
  modelNotAllowed: "This API key can't use {model}.",
  cloudNotAllowed: "This API key can't use cloud models.",
  webSearchNotAllowed:
    "This API key can't use web search, which runs on ollama.com. Turn off web search in your client.",

  'route.notFound': 'Not found.',
  'route.notUnderV1': 'Not found. The API is under /v1.',
  'route.methodNotAllowed': 'Method not allowed.',

  'request.malformed': 'Malformed HTTP request.',
  'request.invalid': 'Invalid request.',
  'request.httpVersion': 'Only HTTP/1.1 is supported.',
  'request.transferEncoding': 'The only supported transfer encoding is chunked.',
  'request.headersTooLarge': 'Request headers are too large.',
  'request.pathRequired': 'The request must include a path.',
  'request.timeout': 'Request timed out.',

  'body.notAllowed': "This request can't have a body.",
  'body.tooLarge': 'The request body is larger than 32 MB.',
  'body.unsupportedEncoding':
    "The request body's Content-Encoding isn't supported. Use one of {encodings}, or send the body uncompressed.",
  'body.encodedBlob': 'Files must be sent uncompressed.',
  'body.undecodable': "The request body isn't what its Content-Encoding says, or is incomplete.",
  'body.notObject': 'The request body must be a JSON object.',
  'body.tooManyValues': 'The JSON contains too many values.',
  'body.nestedTooDeeply': 'The JSON is nested too deeply.',
  'body.fieldOnce': 'The field {field} must appear exactly once, in lowercase.',
  'body.modelAndName': 'model and name must match.',
  'form.notMultipart': 'The request must be a multipart form with the fields file and model.',
  'form.tooManyFields': 'The form has too many fields.',
  'form.modelOnce': 'The field model must appear exactly once, in lowercase, and not as a file.',

  rateLimited: 'Too many concurrent requests with this API key. Try again when one of them finishes.',
  tooManyConnections: 'Too many connections.',
  overloaded: 'Too much data is being sent right now. Try again shortly.',

  'server.notRunning': "The server isn't running. Start it in Corral, then try again.",
  'server.stillStarting': 'The server is still starting. Try again in a few seconds.',
  'server.notResponding': "The server isn't responding. Check it in Corral, then try again.",
  'server.invalidModelList': "Couldn't read the server's model list. Check the server in Corral.",
  'server.notReady': "The server isn't running.",
  unexpected: 'Something went wrong in Corral.',
});
