import { Argument, InvalidArgumentError, Option, type Command } from 'commander'
import { COMMANDS } from '../bulk/commands.js'
import { VARIABLES } from '../config.js'
import {
  BULK_DECISIONS,
  BULK_KINDS,
  RESENDABLE_MAILS,
  type BulkKindName,
} from '../contracts/bulk-operation.js'
import { TASK_KINDS } from '../contracts/tasks.js'
import { dayExists, isDate } from '../domain/calendar.js'
import type { BulkConfirmOptions, BulkPreviewOptions } from './bulk.js'
import { examples } from './help.js'

const DESCRIPTIONS = {
  pause: 'Pause an operation, or its undo',
  resume: 'Let a paused operation, or its undo, go on',
  cancel: 'End an operation; what is done stays until it is undone',
  undo: 'Take back what an operation has done, except what people or learners did since',
} as const

/** The commands of `bulk.ts`. */
export function addBulkOperations(program: Command): void {
  const load = () => import('./bulk.js')
  const bulk = program
    .command('bulk')
    .description('Change many students at once: preview by name, confirm, follow, undo')
    .addHelpText(
      'after',
      examples(
        VARIABLES,
        'bulk preview enroll --program 7 --adopt --agent 5 --reason "The first wave"',
        'bulk confirm 3 --hash 1f0c…',
        'bulk undo 3',
      ),
    )
  bulk
    .command('preview')
    .description('Show by name what would happen; changes nothing')
    .addArgument(new Argument('<kind>', 'what to do').choices(BULK_KINDS))
    .requiredOption('--program <id>', 'id of the program in Odoo', odooId)
    .option('--students <ids>', 'only these, separated by commas', ids)
    .option('--states <states>', 'only students in these states in Odoo, such as draft,eligible', words)
    .option('--agent <id>', 'only students of this Odoo user', odooId)
    .option('--batch <id>', 'only students of this intake batch of the training suite', odooId)
    .option('--stage <stage>', 'not for enroll: only applications in this stage')
    .addOption(
      new Option('--task <kind>', 'not for enroll: only applications with such an open task').choices(
        TASK_KINDS,
      ),
    )
    .option('--size <number>', 'only the first so many students to whom something would happen', odooId)
    .option('--adopt', 'enroll: take over who is in training, leave out who has finished')
    .option('--deadline <day>', 'extend: a day such as 2027-01-31, or an instant', deadline)
    .option('--days <number>', 'extend: by so many days from the present deadline', odooId)
    .addOption(
      new Option('--decision <decision>', 'decide_reviews, with --task: the decision').choices(
        BULK_DECISIONS,
      ),
    )
    .addOption(new Option('--email <kind>', 'resend_email: which email').choices(RESENDABLE_MAILS))
    .option('--course <id>', 'override: the course integration to declare completed', odooId)
    .option('--courses <ids>', 'enroll_by_agent: only these course integrations', ids)
    .option('--policy-version <number>', 'move_to_policy: the version; 0: the default policy', wholeNumber)
    .option('--dry-run <number>', 'move_to_policy: the dry run of that version', odooId)
    .requiredOption('--reason <text>', 'why; it is kept with the operation')
    .option('--json', 'print the preview as JSON')
    .addHelpText(
      'after',
      examples(
        {},
        'bulk preview enroll --program 7 --adopt --size 200 --reason "The first wave"',
        'bulk preview withdraw --program 7 --students 4711,4712 --reason "…"',
        'bulk preview extend --program 7 --stage overdue --days 14 --reason "…"',
        'bulk preview decide_reviews --program 7 --task eligibility --decision approve --reason "…"',
      ),
    )
    .action(async (kind: BulkKindName, options: BulkPreviewOptions) =>
      (await load()).previewBulk(kind, options),
    )
  bulk
    .command('confirm')
    .description('Run exactly what was previewed, and wait for the end')
    .argument('<operation>', 'number of the operation')
    .requiredOption('--hash <hash>', 'of the preview, as it was shown')
    .option('--accept <number>', 'let it concern so many students; needed where they are many of all', odooId)
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples({}, 'bulk confirm 3 --hash 1f0c…', 'bulk confirm 3 --hash 1f0c… --accept 200'),
    )
    .action(async (id: string, options: BulkConfirmOptions) => (await load()).confirmBulk(id, options))
  bulk
    .command('status')
    .description('Show the latest operations, or one with its students')
    .argument('[operation]', 'number of the operation')
    .option('--json', 'print it as JSON')
    .addHelpText('after', examples({}, 'bulk status', 'bulk status 3 --json'))
    .action(async (id: string | undefined, options: { json?: boolean }) =>
      (await load()).statusOfBulk(id, options),
    )
  bulk
    .command('check')
    .description('Compare Odoo with what it had before the run, and with what the preview said')
    .argument('<operation>', 'number of the operation')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples({}, 'bulk check 3'))
    .action(async (id: string, options: { json?: boolean }) => (await load()).checkBulk(id, options))
  for (const command of COMMANDS)
    bulk
      .command(command)
      .description(DESCRIPTIONS[command])
      .argument('<operation>', 'number of the operation')
      .option('--json', 'print the result as JSON')
      .addHelpText('after', examples({}, `bulk ${command} 3`))
      .action(async (id: string, options: { json?: boolean }) =>
        (await load()).commandBulk(command, id, options),
      )
}

function odooId(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.')
  return Number(text)
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

/** As the API takes it: an existing day, or an instant with its offset. */
function deadline(text: string): string {
  const isInstant = /^\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))
  if (!isInstant && !(isDate(text) && dayExists(text)))
    throw new InvalidArgumentError('It must be a day such as 2027-01-31, or an instant with an offset.')
  return text
}

const ids = (text: string) => text.split(',').map((id) => odooId(id.trim()))
const words = (text: string) => text.split(',').map((word) => word.trim())
