import type { Client } from '@temporalio/client'
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { monthsAfter } from '../certificates/dates.js'
import { typstRenderer } from '../certificates/renderer.js'
import type { Config } from '../config.js'
import { demoValues as demoValuesOf } from '../demo-values.js'
import { dayIn } from '../domain/calendar.js'
import { overviewOf } from '../intake/overview.js'
import { smtpTransport } from '../mail/transport.js'
import type { Odoo } from '../odoo/client/client.js'
import { demoValues } from '../odoo/doctor/demo-values.js'
import { counted, type Finding } from '../odoo/doctor/finding.js'
import { signUp } from '../odoo/doctor/sign-up.js'
import { webhooks } from '../odoo/doctor/webhooks.js'
import { TrainingProgram } from '../odoo/schema/index.js'
import { isEmpty, planSetup } from '../odoo/setup/plan.js'
import type { Store } from '../store/store.js'
import { isWorkerRunning } from '../temporal/running-worker.js'
import { isApiReachable } from './diagnosis.js'

/** The checklist before real people are enrolled. Every check says what is so, and what to do. */

export interface GoLiveItem {
  readonly name: string
  /** `optional`: not done, and nothing depends on it. */
  readonly state: 'done' | 'open' | 'optional'
  readonly what: string
  /** Empty: nothing. */
  readonly todo: string
}
type Outcome = Omit<GoLiveItem, 'name'>

const done = (what: string): Outcome => ({ state: 'done', what, todo: '' })
export const open = (what: string, todo: string): Outcome => ({ state: 'open', what, todo })

/** What has a line of its own is not repeated in the line of the doctor. */
const OWN_LINES: readonly string[] = [demoValues.name, signUp.name, webhooks.name]

export function doctorCheck(findings: readonly Finding[]): Outcome {
  const problems = findings.filter(
    ({ check, severity }) => severity === 'problem' && !OWN_LINES.includes(check),
  )
  return problems.length === 0
    ? done('The doctor finds no problem.')
    : open(
        `The doctor finds ${counted(problems.length, 'problem')}, the first: ${problems[0]?.what ?? ''}`,
        'Run “npm run cli -- doctor”; it says how to fix each of them.',
      )
}

/** `admin`: null without an administrator's login, who alone can see all that setup makes. */
export async function setupCheck(
  admin: { readonly odoo: Odoo; readonly login: string } | null,
  botLogin: string,
): Promise<Outcome> {
  if (admin === null)
    return open(
      'Whether setup is complete can only be seen with an administrator’s login.',
      'Set ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD for this command.',
    )
  const { plan } = await planSetup(admin.odoo, {
    adminLogin: admin.login,
    botLogin,
    webhooks: null,
    appUrl: null,
  })
  return isEmpty(plan)
    ? done('Setup has made all that is needed in Odoo.')
    : open('Setup has something to change in Odoo.', 'Run “npm run cli -- setup plan”, then “setup apply”.')
}

export function demoValuesCheck(config: Config): Outcome {
  const variables = demoValuesOf(config)
  return variables.length === 0
    ? done('No demonstration value is in use.')
    : open(
        `Demonstration values are in use: ${variables.join(', ')}.`,
        'Set your own values and restart worker and API. People would get them in emails and on certificates.',
      )
}

/** Really sends it: only that shows that the mail server takes our login and our sender. */
export async function mailCheck({ smtpUrl, mail }: Config, to: string | undefined): Promise<Outcome> {
  if (to === undefined)
    return open(
      'No test email was sent.',
      'Add --to with an address that you can read, such as --to you@example.org.',
    )
  const transport = smtpTransport(smtpUrl)
  try {
    const text = 'This email shows that the training orchestrator can send emails. Nobody else got it.'
    const { kind, code } = await transport.deliver({
      messageId: `<go-live.${randomUUID()}@${mail.domain}>`,
      from: mail.from,
      to: [to],
      date: new Date(),
      subject: 'Test email of the training orchestrator',
      text,
      html: `<p>${text}</p>`,
      headers: { 'auto-submitted': 'auto-generated' },
      attachments: [],
    })
    if (kind === 'accepted') return done('The mail server has accepted a test email. Check that it arrives.')
    const reply = code === null ? 'no reply' : `reply ${code}`
    return open(
      `The mail server did not accept the test email (${kind}, ${reply}).`,
      'Check SMTP_URL, MAIL_FROM and the address after --to.',
    )
  } finally {
    transport.close()
  }
}

/** Is in no register, so its address verifies nothing. */
export async function certificateCheck(
  { organization, publicUrl }: Config,
  timeZone: string,
  file: string,
): Promise<Outcome> {
  const now = new Date()
  const today = dayIn(timeZone, now)
  const pdf = await typstRenderer().render({
    number: 'SAMPLE',
    student: { arabic: 'نموذج، ليست شهادة', latin: 'Sample, not a certificate' },
    program: { arabic: 'برنامج تجريبي', latin: 'Sample program' },
    programName: 'Sample program',
    courses: ['Sample course'],
    issuer: { arabic: organization.nameArabic, latin: organization.name },
    timeZone,
    completedOn: today,
    issuedOn: today,
    issuedAt: now.toISOString(),
    validUntil: monthsAfter(today, 24),
    verificationUrl: `${publicUrl}/v/SAMPLE`,
  })
  try {
    await writeFile(file, pdf)
  } catch {
    return open(
      `The sample certificate could not be written to ${file}.`,
      'Name another file with --certificate.',
    )
  }
  return done(`A sample certificate is in ${file}. Look at the names, and scan its QR code.`)
}

export function signUpCheck(findings: readonly Finding[]): Outcome {
  const finding = findings.find(({ check, severity }) => check === signUp.name && severity !== 'note')
  return finding === undefined
    ? done('Learners can sign up with their personal links.')
    : open(finding.what, finding.fix)
}

export function webhooksCheck(findings: readonly Finding[]): Outcome {
  const finding = findings.find(({ check }) => check === webhooks.name)
  return finding === undefined
    ? done('Odoo reports changes at once.')
    : { state: finding.severity === 'problem' ? 'open' : 'optional', what: finding.what, todo: finding.fix }
}

export async function intakeCheck(odoo: Odoo, store: Store, { intake }: Config): Promise<Outcome> {
  const programs = await odoo.searchRead(TrainingProgram, [['status', '=', 'active']], ['name'], {
    order: 'id',
  })
  if (programs.length === 0)
    return open('Odoo has no active program.', 'Create a program in Odoo and activate it.')
  const intakes = await overviewOf(
    store,
    programs.map(({ id }) => id),
    intake.byDefault,
  )
  const modes = intakes.map(({ programId, mode }) => `${programId} ${mode}`).join(', ')
  return intakes.some(({ mode }) => mode === 'on')
    ? done(`Intake of the active programs: ${modes}.`)
    : open(
        `No active program takes students (${modes}).`,
        'Preview one first: npm run cli -- intake set <program> preview --reason …, then “on”.',
      )
}

export async function workerCheck(temporal: Client): Promise<Outcome> {
  return (await isWorkerRunning(temporal))
    ? done('A worker is running.')
    : open('No worker is running.', 'Start “npm run cli -- worker”.')
}

export async function apiCheck({ hooks: { url } }: Config): Promise<Outcome> {
  return (await isApiReachable(url))
    ? done(`The API responds at ${url}.`)
    : open(`The API does not respond at ${url}.`, 'Start “npm run cli -- api”, or correct HOOKS_URL.')
}
