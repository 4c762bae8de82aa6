import { createServer } from 'node:http'
import { readConfig } from '../config.js'
import { runWorkers } from '../temporal/worker.js'
import { runAsService } from './service-process.js'

/**
 * `worker`: all workers in one process. With WORKER_HEALTH_PORT, `/healthz` on loopback says
 * whether all of them poll.
 */
export async function worker(): Promise<void> {
  const config = readConfig(process.env)
  const workers = await runWorkers(config)
  if (config.worker.healthPort !== null) serveHealth(config.worker.healthPort, workers.healthy)
  const fail = runAsService({ stop: workers.stop })
  await workers.ended
  fail('The workers have stopped.')
}

function serveHealth(port: number, healthy: () => boolean): void {
  createServer((request, response) => {
    const known = request.url === '/healthz'
    response.writeHead(known ? (healthy() ? 200 : 503) : 404, { 'content-type': 'text/plain' })
    response.end(known ? (healthy() ? 'ok\n' : 'not polling\n') : 'not found\n')
  }).listen(port, '127.0.0.1')
}
