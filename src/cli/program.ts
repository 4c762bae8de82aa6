import {
  Argument,
  type Command,
  createCommand,
  InvalidArgumentError,
  Option,
  type OutputConfiguration,
} from 'commander'
import { existsSync } from 'node:fs'
import manifest from '../../package.json' with { type: 'json' }
import { VARIABLES } from '../config.js'
import {
  DATABASE_VARIABLES,
  DOCTOR_VARIABLES,
  INTAKE_VARIABLES,
  MIGRATE_VARIABLES,
  PLAN_VARIABLES,
  SETUP_COMMAND_VARIABLES,
  SETUP_VARIABLES,
} from './command-variables.js'
import { PAUSABLE } from '../contracts/outside-systems.js'
import { addBulkOperations } from './bulk-commands.js'
import { addReportSchedules } from './report-commands.js'
import { CommandError } from './failure.js'
import { describeVariables, examples, NAME, type VariablesTable } from './help.js'
import type { GoLiveOptions } from './go-live.js'
import type { IntakeSetOptions } from './intake.js'
import type { DecideOptions } from './course-rules.js'
import type { PolicyDiffOptions, PolicyMoveOptions, PolicySetOptions } from './policy.js'
import type { PauseOptions } from './pause.js'
import type { AdoptOptions } from './adopt-records.js'
import type { AuditVerifyOptions } from './audit.js'
import type { KeyCreateOptions } from './keys.js'
import type { ReconcileOptions } from './reconcile.js'
import type { ApplyOptions, ExportOptions, RollbackOptions } from './setup.js'

/**
 * The commands of `launcher/commands.ts`. The production image has neither that folder nor the
 * sandbox.
 */
const LAUNCHER_COMMANDS = ['start', 'sandbox', 'inbox', 'postgres', 'temporal']
const LAUNCHER_FOLDER = new URL('launcher/', import.meta.url)

/**
 * The command line. What a command runs is loaded only when it is called: a process that needs no
 * worker should not pay for loading one.
 */
export async function createProgram(output: OutputConfiguration = {}): Promise<Command> {
  const program = createCommand(NAME)
    .description('Takes the students of a training center from application to certificate.')
    .version(manifest.version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(onOneLine(text)), ...output })
  const launcherVariables = await addLauncherCommands(program)
  addServices(program)
  addOdooCommands(program)
  addDatabaseCommands(program)
  addAdoption(program)
  addGoLive(program)
  addIntake(program)
  addPolicies(program)
  addCourseRules(program)
  addBulkOperations(program)
  addPauses(program)
  addReconciliation(program)
  addReportSchedules(program)
  addKeys(program)
  addAudit(program)
  program
    .command('variables')
    .description('List all environment variables with their meanings and defaults')
    .addHelpText('after', examples({}, 'variables'))
    .addHelpText('after', () => `\n${allVariables(launcherVariables)}`)
    .action(() => console.log(allVariables(launcherVariables)))
  program.addHelpText(
    'after',
    `
Help for one command:      ${NAME} help setup
All environment variables: ${NAME} variables

Exit codes: 0 success, 1 failure, 2 wrong usage.`,
  )
  return program
}

/** Adds the launcher's commands where they exist, else commands that say why they don't. */
async function addLauncherCommands(program: Command): Promise<VariablesTable> {
  if (existsSync(LAUNCHER_FOLDER)) {
    const launcher = await import('./launcher/commands.js')
    launcher.addLauncherCommands(program)
    return launcher.LAUNCHER_VARIABLES
  }
  for (const name of LAUNCHER_COMMANDS) {
    const command = program.command(name, { hidden: true }).helpOption(false)
    command.allowUnknownOption().allowExcessArguments()
    command.action(() => {
      throw new CommandError(`"${name}" is not part of this image. Run it from a clone of the repository.`)
    })
  }
  return {}
}

function addServices(program: Command): void {
  program
    .command('worker')
    .description('Run all Temporal workers: the workflows and the activities of each outside system')
    .addHelpText('after', examples(VARIABLES, 'worker'))
    .action(async () => (await import('./worker.js')).worker())
  program
    .command('api')
    .description('Serve the API, the staff app and the public verification of certificates')
    .addHelpText('after', examples(VARIABLES, 'api'))
    .action(async () => (await import('./api.js')).api())
}

function addOdooCommands(program: Command): void {
  program
    .command('doctor')
    .description('Check the connected Odoo and say what is wrong and how to fix it; changes nothing')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', examples(DOCTOR_VARIABLES, 'doctor', 'doctor --json'))
    .addHelpText(
      'after',
      '\nExit codes: 0 no problem (warnings and notes allowed), 1 problems found or Odoo unreachable,\n' +
        '2 wrong usage or configuration.',
    )
    .action(async (options: { json?: boolean }) => (await import('./doctor.js')).doctor(options))

  const setup = program
    .command('setup')
    .description('Create in Odoo what the product needs, or remove it again')
    .addHelpText(
      'after',
      examples(SETUP_COMMAND_VARIABLES, 'setup plan', 'setup apply', 'setup rollback --help'),
    )
  const load = () => import('./setup.js')
  setup
    .command('plan')
    .description('Show what "setup apply" would change; changes nothing')
    .option('--webhooks', 'fail without DATABASE_URL and HOOKS_URL, which the webhook rules need')
    .option('--no-webhooks', 'leave out the automation rules that call POST /hooks/odoo')
    .option('--json', 'print the plan as JSON')
    .addHelpText('after', examples({}, 'setup plan', 'setup plan --json'))
    .action(async (options: ApplyOptions) => (await load()).planCommand(options))
  setup
    .command('apply')
    .description('Make the changes; may be interrupted anywhere and run again')
    .option('--webhooks', 'fail without DATABASE_URL and HOOKS_URL, which the webhook rules need')
    .option('--no-webhooks', 'leave out the automation rules that call POST /hooks/odoo')
    .addOption(
      new Option(
        '--rotate-hook-secret',
        'replace the secret in the webhooks; the old one expires later',
      ).implies({ webhooks: true }),
    )
    .option('--json', 'print what was changed as JSON')
    .addHelpText('after', examples({}, 'setup apply', 'setup apply --no-webhooks'))
    .action(async (options: ApplyOptions) => (await load()).applyCommand(options))
  setup
    .command('rollback')
    .description('Remove everything that setup created and restore what it changed')
    .option('--with-data', 'allow deleting rows that people have entered; needs --export')
    .option('--export <file>', 'write those rows to this file first')
    .option('--json', 'print what was removed as JSON')
    .addHelpText('after', examples({}, 'setup rollback', 'setup rollback --with-data --export rows.json'))
    .action(async (options: RollbackOptions) => (await load()).rollbackCommand(options))
  setup
    .command('export')
    .description('Write the setup as a module for Odoo: Apps > Import Module')
    .requiredOption('--file <zip>', 'where to write the module')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples({}, 'setup export --file training.zip'))
    .action(async (options: ExportOptions) => (await load()).exportCommand(options))
}

function addDatabaseCommands(program: Command): void {
  const migrate = program
    .command('migrate')
    .description('Bring the database to the current schema and create the first API key')
    .addHelpText('after', examples(MIGRATE_VARIABLES, 'migrate'))
    .action(async () => (await import('./migrate.js')).migrate())
  migrate
    .command('plan <program>')
    .description('Show what would happen to the students of a program that goes live; changes nothing')
    .option('--json', 'print counts and students as JSON')
    .addHelpText('after', examples(PLAN_VARIABLES, 'migrate plan 7', 'migrate plan 7 --json'))
    .action(async (id: string, options: { json?: boolean }) =>
      (await import('./migrate-plan.js')).planCommand(id, options),
    )
  program
    .command('rebuild')
    .description('Rebuild the read model from the recorded steps; safe while the product runs')
    .addHelpText('after', examples(DATABASE_VARIABLES, 'rebuild'))
    .action(async () => (await import('./rebuild.js')).rebuild())
}

function addAdoption(program: Command): void {
  program
    .command('adopt-records')
    .description(
      'Show the trackers and certificates in Odoo that PostgreSQL does not know; --apply adopts them',
    )
    .option('--apply', 'enter them in the registers; sends no email and writes nothing to Odoo')
    .option('--json', 'print the plan as JSON')
    .addHelpText('after', examples(VARIABLES, 'adopt-records', 'adopt-records --apply'))
    .addHelpText(
      'after',
      '\nFor a new, lost or restored PostgreSQL database. Temporal must respond: what it still knows counts first.',
    )
    .action(async (options: AdoptOptions) => (await import('./adopt-records.js')).adoptRecords(options))
}

function addGoLive(program: Command): void {
  program
    .command('go-live')
    .description('Go through the checklist before real people are enrolled, and say what is still to do')
    .option('--to <address>', 'send the test email to this address')
    .option('--certificate <file>', 'where to write the sample certificate', 'sample-certificate.pdf')
    .option('--json', 'print the checklist as JSON')
    .addHelpText(
      'after',
      examples({ ...VARIABLES, ...DOCTOR_VARIABLES }, 'go-live --to you@example.org', 'go-live --json'),
    )
    .addHelpText('after', '\nExit codes: 0 ready, 1 something is open, 2 wrong usage or configuration.')
    .action(async (options: GoLiveOptions) => (await import('./go-live.js')).goLive(options))
}

function addIntake(program: Command): void {
  const load = () => import('./intake.js')
  const intake = program
    .command('intake')
    .description('List the programs with their intake: whether students are enrolled without a command')
    .option('--json', 'print the programs as JSON')
    .addHelpText('after', examples(INTAKE_VARIABLES, 'intake', 'intake --json'))
    .action(async (options: { json?: boolean }) => (await load()).listIntakes(options))
  intake
    .command('set')
    .description('Turn the intake of a program off, to a preview, or on')
    .argument('<program>', 'id of the program in Odoo')
    .argument('<mode>', 'off: only API and agents enroll; preview: only list who would be enrolled; on')
    .option(
      '--since <instant>',
      'only students created in Odoo since then; "all": everyone (default: as before, or else now)',
    )
    .option('--accept <number>', 'let so many students apply, even if all do at once', wholeNumber)
    .requiredOption('--reason <text>', 'why; it is kept with the change')
    .addHelpText(
      'after',
      examples(
        {},
        'intake set 7 preview --reason "Before we go live"',
        'intake set 7 on --since 2026-12-01T08:00:00Z --reason "We go live"',
      ),
    )
    .action(async (of: string, mode: string, options: IntakeSetOptions) =>
      (await load()).setIntakeCommand(of, mode, options),
    )
}

function addPolicies(program: Command): void {
  const load = () => import('./policy.js')
  const policy = program
    .command('policy')
    .description('Read, compare and write the policy of a program: the rules that Odoo has no fields for')
    .addHelpText('after', examples(INTAKE_VARIABLES, 'policy show 7', 'policy diff 7 --file policy.json'))
  const programArgument = () => new Argument('<program>', 'id of the program in Odoo')
  policy
    .command('show')
    .description('Print the current policy with its version, as JSON')
    .addArgument(programArgument())
    .addHelpText('after', examples({}, 'policy show 7'))
    .action(async (of: string) => (await load()).showPolicy(of))
  policy
    .command('diff')
    .description('Show whom other rules would concern, and how; changes nothing')
    .addArgument(programArgument())
    .requiredOption('--file <json>', 'a policy, or {"policy": …, "courses": […]} as the API takes it')
    .option('--json', 'print all of it as JSON')
    .addHelpText('after', examples(VARIABLES, 'policy diff 7 --file policy.json'))
    .addHelpText('after', '\nThe worker compares. Exit code 1: it could not.')
    .action(async (of: string, options: PolicyDiffOptions) => (await load()).diffPolicy(of, options))
  policy
    .command('set')
    .description('Write the next version of the policy, for applications that start later')
    .addArgument(programArgument())
    .requiredOption('--file <json>', 'the policy')
    .requiredOption('--based-on <version>', 'the version that it was made from; 0: the default', version)
    .option('--dry-run <id>', 'write it only if this dry run was made for exactly this policy', wholeNumber)
    .addHelpText('after', examples({}, 'policy set 7 --file policy.json --based-on 3 --dry-run 12'))
    .action(async (of: string, options: PolicySetOptions) => (await load()).setPolicy(of, options))
  policy
    .command('move')
    .description('Put the students in progress under a version of the policy, forward or back')
    .addArgument(programArgument())
    .requiredOption('--to <version>', 'the version; an earlier one takes a move back', version)
    .requiredOption('--dry-run <id>', 'a dry run of the policy of that version', wholeNumber)
    .option('--json', 'print the counts as JSON')
    .addHelpText('after', examples(VARIABLES, 'policy move 7 --to 4 --dry-run 12'))
    .action(async (of: string, options: PolicyMoveOptions) => (await load()).movePolicy(of, options))
}

function addCourseRules(program: Command): void {
  const load = () => import('./course-rules.js')
  const rules = program
    .command('course-rules')
    .description(
      'Changes of thresholds, minimums and courses made in Odoo: whether students in training follow them',
    )
    .addHelpText('after', examples(INTAKE_VARIABLES, 'course-rules show 7', 'course-rules diff 7'))
  const programArgument = () => new Argument('<program>', 'id of the program in Odoo')
  rules
    .command('show')
    .description('Show what was changed, and the students in training who do not follow it yet')
    .addArgument(programArgument())
    .option('--json', 'print all of it as JSON')
    .addHelpText('after', examples({}, 'course-rules show 7'))
    .action(async (of: string, options: { json?: boolean }) => (await load()).showCourseRules(of, options))
  rules
    .command('diff')
    .description(
      'Show whom it would concern if students in training followed the newest version; changes nothing',
    )
    .addArgument(programArgument())
    .option('--json', 'print all of it as JSON')
    .addHelpText('after', examples(VARIABLES, 'course-rules diff 7'))
    .action(async (of: string, options: { json?: boolean }) => (await load()).diffCourseRules(of, options))
  for (const [name, decision, description] of [
    ['apply', 'applied', 'Let all students in training follow the newest version'],
    ['keep', 'new_only', 'Keep students in training as they are; only new ones follow the newest version'],
  ] as const)
    rules
      .command(name)
      .description(description)
      .addArgument(programArgument())
      .requiredOption('--based-on <version>', 'the version that you have looked at', version)
      .option('--dry-run <id>', 'the dry run of it; needed to apply it', wholeNumber)
      .requiredOption('--reason <text>', 'why; it is kept with the decision')
      .addHelpText(
        'after',
        examples({}, `course-rules ${name} 7 --based-on 3 --dry-run 12 --reason "Approved"`),
      )
      .action(async (of: string, options: DecideOptions) =>
        (await load()).decideCourseRulesCommand(of, decision, options),
      )
}

function version(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('must be a version, such as 3.')
  return Number(text)
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('must be a whole number above 0.')
  return Number(text)
}

function addPauses(program: Command): void {
  const system = () => new Argument('<system>', 'what to pause').choices(PAUSABLE)
  program
    .command('pause')
    .description('Pause the work with Odoo, with the mail server, or all of it, until "resume"')
    .addArgument(system())
    .requiredOption('--reason <text>', 'why; the staff app and the API show it')
    .addHelpText('after', examples(DATABASE_VARIABLES, 'pause odoo --reason "Odoo is being updated"'))
    .action(async (given: string, options: PauseOptions) =>
      (await import('./pause.js')).pause(given, options),
    )
  program
    .command('resume')
    .description('End a pause; the work that waited is done bit by bit')
    .addArgument(system())
    .addHelpText('after', examples(DATABASE_VARIABLES, 'resume odoo'))
    .action(async (given: string) => (await import('./pause.js')).resume(given))
}

function addKeys(program: Command): void {
  const load = () => import('./keys.js')
  const keys = program
    .command('keys')
    .description('Create, list and revoke API keys, for programs that use the API')
    .addHelpText('after', examples(DATABASE_VARIABLES, 'keys list'))
  keys
    .command('create')
    .description('Create an API key and print it, once')
    .addArgument(new Argument('<name>', 'what the key is for'))
    .option('--scopes <list>', 'what it may do, separated by commas; default: everything')
    .option('--days <number>', 'days until it expires; default: never', wholeNumber)
    .addHelpText(
      'after',
      examples({}, 'keys create "Website" --scopes read_students,enroll --days 365', 'keys create operator'),
    )
    .action(async (name: string, options: KeyCreateOptions) => (await load()).createKey(name, options))
  keys
    .command('list')
    .description('List all API keys, without their secrets')
    .addHelpText('after', examples({}, 'keys list'))
    .action(async () => (await load()).listKeys())
  keys
    .command('revoke')
    .description('Revoke an API key at once, and end the sessions that it opened')
    .addArgument(new Argument('<id>', 'the 8 characters after tk_'))
    .addHelpText('after', examples({}, 'keys revoke 1a2b3c4d'))
    .action(async (id: string) => (await load()).revokeKey(id))
}

function addAudit(program: Command): void {
  const audit = program
    .command('audit')
    .description('Check the record of who changed what')
    .addHelpText('after', examples(DATABASE_VARIABLES, 'audit verify'))
  audit
    .command('verify')
    .description('Compute the hash of every row again: finds rows that were changed or removed')
    .option('--contains <hash>', 'also check that a row has this hash, which you noted earlier')
    .addHelpText('after', examples({}, 'audit verify'))
    .addHelpText('after', '\nExit code 1: the audit is not what was written.')
    .action(async (options: AuditVerifyOptions) => (await import('./audit.js')).verifyAuditCommand(options))
}

function addReconciliation(program: Command): void {
  program
    .command('reconcile')
    .description('Compare all records with Odoo now and repair what differs, as every night')
    .option('--dry-run', 'show what differs; repairs nothing')
    .option('--confirm <run>', 'let a run go on that was stopped because it concerned too many students')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples(VARIABLES, 'reconcile', 'reconcile --dry-run', 'reconcile --confirm 12'))
    .addHelpText('after', '\nThe worker does it. Exit code 1: the run was stopped or has failed.')
    .action(async (options: ReconcileOptions) => (await import('./reconcile.js')).reconcile(options))
}

function allVariables(launcherVariables: VariablesTable): string {
  return [
    'Environment variables. Those without a default are required; "start" has defaults of its own.',
    '',
    describeVariables({ ...VARIABLES, ...launcherVariables, ...SETUP_VARIABLES }),
  ].join('\n')
}

/** Commander puts "Did you mean …?" on a second line. */
const onOneLine = (text: string) => `${text.trim().replaceAll(/\s*\n\s*/g, ' ')}\n`
