import type { Config } from './config.js'
import { say, type Sentence } from './domain/sentences/sentence.js'

/** What `npm start` uses where nothing is set, so that a first start needs no configuration. */
export const DEMO_VALUES = {
  MAIL_FROM: 'Training Centre <training@training.example>',
  REVIEW_MAIL: 'review@training.example',
  ESCALATION_MAIL: 'head@training.example',
  ORGANIZATION_NAME: 'Training Centre',
  ORGANIZATION_NAME_AR: 'مركز التدريب',
  ORGANIZATION_CODE: 'DEMO',
} as const

/** The settings that reach people: what they read, where links lead, and who is written to. */
export interface PublicSettings {
  readonly publicUrl: string
  readonly mail: Pick<Config['mail'], 'from' | 'reviewTo' | 'escalateTo'>
  readonly organization: Pick<Config['organization'], 'name' | 'nameArabic' | 'code'>
}

/** Returns the names of the variables whose values only suit a demonstration. */
export function demoValues({ publicUrl, mail, organization }: PublicSettings): string[] {
  const { name, nameArabic, code } = organization
  const found: [string, boolean][] = [
    ['PUBLIC_URL', isReservedHost(new URL(publicUrl).hostname)],
    ['ORGANIZATION_NAME', DEMO_NAMES.includes(name.trim().toLowerCase())],
    ['ORGANIZATION_NAME_AR', DEMO_NAMES.includes(nameArabic.trim().toLowerCase())],
    ['ORGANIZATION_CODE', code === DEMO_VALUES.ORGANIZATION_CODE],
    ['MAIL_FROM', isReservedAddress(mail.from)],
    ['REVIEW_MAIL', isReservedAddress(mail.reviewTo)],
    ['ESCALATION_MAIL', isReservedAddress(mail.escalateTo)],
  ]
  return found.flatMap(([variable, isDemo]) => (isDemo ? [variable] : []))
}

/**
 * Why emails and certificates wait; null: they don't. An email cannot be taken back, and the
 * address in a QR code is printed for ever.
 */
export function demoHold(config: Config): Sentence | null {
  const variables = config.allowsDemoValues ? [] : demoValues(config)
  return variables.length === 0 ? null : say('demo_values', { variables })
}

/** Whether nobody real can have this email address. */
export const isReservedAddress = (address: string): boolean =>
  isReservedHost(address.replace(/>\s*$/, '').split('@').at(-1) ?? '')

/** Names that RFC 2606 and RFC 6761 reserve, and addresses that only this machine can reach. */
const RESERVED = /(^|\.)(example(\.(com|org|net))?|test|invalid|localhost)$/
const LOOPBACK = /^(127\.[\d.]+|0\.0\.0\.0|\[::1?\])$/

function isReservedHost(name: string): boolean {
  const host = name.trim().toLowerCase().replace(/\.$/, '')
  return RESERVED.test(host) || LOOPBACK.test(host)
}

const DEMO_NAMES: readonly string[] = ['training centre', 'training center', DEMO_VALUES.ORGANIZATION_NAME_AR]
