import { anthropicBearerClient, anthropicClient } from './anthropic-client.ts';
import { curlClient } from './curl-client.ts';
import { describeClients } from './describe-clients.ts';
import { langchainClient } from './langchain-client.ts';
import { ollamaClient } from './ollama-client.ts';
import { openaiClient, responsesClient } from './openai-client.ts';

describeClients([
  openaiClient,
  responsesClient,
  langchainClient,
  anthropicClient,
  anthropicBearerClient,
  ollamaClient,
  curlClient,
]);
