/**
 * What people can tell an application to do, as far as it follows from its stage. The workflow
 * decides in the end: it may have gone on meanwhile.
 */
export const COMMAND_NAMES = [
  'decide',
  'enroll',
  'withdraw',
  'resync',
  'pause',
  'resume',
  'extend',
  'override',
  'complete_content',
  'reopen',
] as const
export type CommandName = (typeof COMMAND_NAMES)[number]

/** A flow of the present run, with its open task. */
interface OpenFlow {
  readonly flow: 'enrollment' | 'progress' | 'certificate'
  readonly stage: string
  readonly closed: boolean
  readonly hasDecisions: boolean
}

/** `reopenable`: stages of an ended run after which a person may start another. */
export function availableCommands(flows: readonly OpenFlow[], reopenable: readonly string[]): CommandName[] {
  const open = flows.filter(({ closed }) => !closed)
  const enrollment = open.find(({ flow }) => flow === 'enrollment')
  const training = open.find(({ flow }) => flow === 'progress')
  const commands: CommandName[] = []
  if (open.some(({ hasDecisions }) => hasDecisions)) commands.push('decide')
  if (enrollment?.stage === 'awaiting_agent') commands.push('enroll')
  if (training) {
    commands.push('resync', training.stage === 'paused' ? 'resume' : 'pause', 'extend', 'override')
    commands.push('complete_content')
  }
  if (enrollment || training) commands.push('withdraw')
  const last = flows.findLast(({ flow }) => flow !== 'certificate')
  if (open.length === 0 && last && reopenable.includes(last.stage)) commands.push('reopen')
  return commands
}
