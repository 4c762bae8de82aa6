import { DefaultLogger } from '@temporalio/worker'
import { pino, type Logger } from 'pino'
import type { LogLevel } from '../config.js'

const SDK_LEVEL = { debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR' } as const

/** Writes the messages of the SDK, the workflows and the activities to the process's log. */
export function sdkLogger(level: LogLevel, log: Logger = pino({ level })): DefaultLogger {
  return new DefaultLogger(SDK_LEVEL[level], ({ level: severity, message, meta }) => {
    const write = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const
    log[write[severity]](meta ?? {}, message)
  })
}
