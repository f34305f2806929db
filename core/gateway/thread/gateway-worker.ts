import { parentPort, workerData } from 'node:worker_threads';
import { createGateway } from '../gateway.ts';
import { serveGateway } from './serve-gateway.ts';

// The entry of the gateway's thread.
if (parentPort === null) throw new Error('The gateway’s worker was started without a main thread.');
serveGateway({ port: parentPort, data: workerData, createGateway });
