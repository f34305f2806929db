import { createServer } from 'node:http';
import { nameProcess } from '../process/process-name.js';

/**
 * The child that "holds a model in memory": it responds to /health on its loopback port and otherwise waits, even after its parent
 * was killed, as the real one does.
 */
const args = process.argv.slice(2);
nameProcess('llama-server', args);
process.stdout.on('error', () => undefined);
process.stdout.write('main: loading model\nsrv  llama_server: model loaded, listening\n');
createServer((_req, res) => res.end('{"status":"ok"}')).listen(Number(args[args.indexOf('--port') + 1]), '127.0.0.1');
