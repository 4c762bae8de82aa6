import { forbidProcesses } from './service-process.js'

/** Required by `.mocharc.unit.json`: `npm run test:unit` must not wait for servers. */
forbidProcesses(
  'This test starts a server or another process, so it cannot run in `npm run test:unit`. ' +
    'Leave its file out of `.mocharc.unit.json`.',
)
