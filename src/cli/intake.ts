import { INTAKE_MODES, type IntakeMode } from '../domain/intake.js'
import { overviewOf, type IntakeOverview } from '../intake/overview.js'
import { setIntake } from '../intake/set-intake.js'
import { TrainingProgram } from '../odoo/schema/index.js'
import { commandLineAuthor } from './author.js'
import { withOdooAndStore } from './odoo-and-store.js'
import { CommandError } from './failure.js'
import { programOf, requireProgram } from './program-argument.js'

export interface IntakeSetOptions {
  readonly since?: string
  readonly accept?: number
  readonly reason: string
}

interface ListedProgram extends IntakeOverview {
  readonly name: string
  readonly status: string
}

/** `intake`: every program with its intake, and what a preview has found. */
export async function listIntakes({ json = false }: { readonly json?: boolean }): Promise<void> {
  await withOdooAndStore(async ({ odoo, store, byDefault }) => {
    const programs = await odoo.searchRead(TrainingProgram, [], ['name', 'status'], { order: 'id' })
    const ids = programs.map(({ id }) => id)
    const intakes = new Map(
      (await overviewOf(store, ids, byDefault)).map((intake) => [intake.programId, intake]),
    )
    const listed = programs.flatMap(({ id, name, status }) => {
      const intake = intakes.get(id)
      return intake ? [{ ...intake, name, status: status ?? 'draft' }] : []
    })
    if (json) console.log(JSON.stringify(listed, null, 2))
    else if (listed.length === 0) console.log('Odoo has no programs yet.')
    else for (const program of listed) console.log(described(program))
  })
}

/** `intake set`: the next sweep applies it. */
export async function setIntakeCommand(
  program: string,
  mode: string,
  { since, accept, reason }: IntakeSetOptions,
): Promise<void> {
  const programId = programOf(program)
  if (!isMode(mode)) throw new CommandError(`The mode is one of ${INTAKE_MODES.join(', ')}.`)
  if (accept !== undefined && mode !== 'on') throw new CommandError('--accept is only for the mode on.')
  if (reason.trim() === '') throw new CommandError('--reason must say why.')
  await withOdooAndStore(async ({ odoo, store, byDefault }) => {
    const name = await requireProgram(odoo, programId)
    const request = {
      programId,
      mode,
      accept,
      since: instantOf(since),
      reason: reason.trim(),
      author: commandLineAuthor(),
    }
    const set = await setIntake(store, request, { byDefault, now: odoo.serverTime() ?? new Date() })
    console.log(
      `Program ${programId} (${name}): ${describedMode(set.mode, set.since)}. The next sweep applies it.`,
    )
  })
}

const isMode = (text: string): text is IntakeMode => INTAKE_MODES.some((mode) => mode === text)

/** `all`: everyone. Without a time zone, an instant is UTC, as everywhere. */
function instantOf(text: string | undefined): string | null | undefined {
  if (text === undefined) return undefined
  if (text === 'all') return null
  const isInstant = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text)
  const hasZone = /(Z|[+-]\d\d:\d\d)$/.test(text)
  const instant = new Date(text.includes('T') && !hasZone ? `${text}Z` : text)
  if (!isInstant || Number.isNaN(instant.getTime()))
    throw new CommandError('--since is an instant such as 2026-12-01T08:00:00Z, a day, or “all”.')
  return instant.toISOString()
}

function described({ programId, name, status, ...intake }: ListedProgram): string {
  const { mode, since, version, author, reason, applicants, isComplete } = intake
  const lines = [`${programId}  ${name} (${status}): ${describedMode(mode, since)}`]
  if (version === 0) lines.push('nobody has set it')
  else lines.push(`set by ${author ?? 'somebody'}: ${reason ?? ''}`)
  if (mode === 'preview') {
    const { enroll = 0, agent = 0, review = 0, cannot_apply: cannot = 0 } = applicants
    lines.push(
      `would be enrolled: ${enroll}, by an agent: ${agent}, to review: ${review}, cannot apply: ${cannot}`,
    )
    if (!isComplete) lines.push('students are still being read')
  }
  return lines.join('\n    ')
}

function describedMode(mode: IntakeMode, since: string | null): string {
  if (mode === 'off') return 'off'
  return since === null ? `${mode}, for everyone` : `${mode}, for students created since ${since}`
}
