import type { Pausable } from '../contracts/outside-systems.js'
import { pauseSystem, readPauses, resumeSystem, type SystemPause } from '../store/system-pauses.js'
import { commandLineAuthor } from './author.js'
import { CommandError } from './failure.js'
import { withStore } from './with-store.js'

export interface PauseOptions {
  readonly reason: string
}

/** `pause`: survives restarts. `system` was checked by the command line. */
export async function pause(system: string, { reason }: PauseOptions): Promise<void> {
  if (reason.trim() === '') throw new CommandError('--reason must say why.')
  await withStore(async (store) => {
    const request = { system: system as Pausable, reason: reason.trim(), author: commandLineAuthor() }
    const { pause: present, isNew } = await pauseSystem(store, request)
    console.log(isNew ? `Paused: ${described(present)}` : `It is paused already: ${described(present)}`)
  })
}

export async function resume(system: string): Promise<void> {
  await withStore(async (store) => {
    const wasPaused = await resumeSystem(store, system as Pausable, commandLineAuthor())
    const left = await readPauses(store)
    console.log(wasPaused ? `Resumed: ${system}.` : `${system} was not paused.`)
    for (const one of left) console.log(`Still paused: ${described(one)}`)
  })
}

const described = ({ system, since, author: by, reason }: SystemPause) =>
  `${system}, since ${since.toISOString()} by ${by}: ${reason}`
