import { centerTimeZone, type CenterTimeZone } from '../center-time-zone.js'
import { listed, note, warning, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

/** The time zone in which the orchestrator counts days, and who has set it. */
export const timeZone: Check = {
  name: 'time zone',
  run: async ({ odoo, timeZone: setting }) => timeZoneFindings(await centerTimeZone(odoo, setting)),
}

const WHY =
  'The days and years of certificates, the ages of students and the deadlines are those of this time zone.'

function timeZoneFindings({ name, source, unknown }: CenterTimeZone): FindingDraft[] {
  return [
    ...(unknown.length > 0
      ? [
          warning({
            what: `Odoo names a time zone that does not exist: ${listed(unknown)}.`,
            why: 'It was passed over.',
            fix: 'Choose the time zone of the company’s contact in Odoo again, or set TIME_ZONE.',
          }),
        ]
      : []),
    FINDINGS[source](name),
  ]
}

const FINDINGS: Readonly<Record<CenterTimeZone['source'], (name: string) => FindingDraft>> = {
  setting: (name) => note({ what: `Days are counted in the time zone ${name} (TIME_ZONE).`, why: WHY }),
  company: (name) =>
    note({ what: `Days are counted in the time zone ${name}, that of the bot’s company in Odoo.`, why: WHY }),
  bot: (name) =>
    note({
      what: `Days are counted in the time zone ${name}, that of the bot user, because its company has none.`,
      why: WHY,
      fix: 'If it is not the training center’s, set TIME_ZONE, or the time zone of the company’s contact in Odoo.',
    }),
  none: () =>
    warning({
      what: 'Nobody has set the time zone of the training center. Days are counted in UTC.',
      why: 'Around midnight, certificates have the wrong day or year, students the wrong age, and deadlines end at the wrong time.',
      fix: 'Set TIME_ZONE, or the time zone of the company’s contact in Odoo.',
    }),
}
