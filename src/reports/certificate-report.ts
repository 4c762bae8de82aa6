import { sql } from 'kysely'
import { concerned, inPeriod } from './conditions.js'
import type { Report } from './report.js'

/** The certificates issued in the period, in the state that each had then. */
export const certificateReport: Report = {
  isPersonal: true,
  columns: () => [
    { id: 'number', type: 'text' },
    { id: 'holder', type: 'text' },
    { id: 'application', type: 'text' },
    { id: 'program', type: 'text' },
    { id: 'issued', type: 'instant' },
    { id: 'validUntil', type: 'day' },
    { id: 'state', type: 'word', words: 'certificateStates' },
    { id: 'since', type: 'instant' },
    { id: 'decidedBy', type: 'actor' },
  ],
  notes: ({ isCurrent }) => (isCurrent ? [] : ['agents_are_todays']),
  query: (filter) => {
    const { language, asOf, timeZone } = filter
    const [first, second] = language === 'ar' ? ['arabic', 'latin'] : ['latin', 'arabic']
    const printed = (of: string) =>
      sql`coalesce(certificate.facts -> ${of} ->> ${first}, certificate.facts -> ${of} ->> ${second})`
    return sql`
      select certificate.number, ${printed('student')} as holder,
        certificate.program_id || '-' || certificate.student_id as application, ${printed('program')} as program,
        certificate.issued_at as issued, certificate.valid_until as "validUntil",
        case when state.state = 'valid'
          and certificate.valid_until < (${asOf}::timestamptz at time zone ${timeZone})::date
          then 'expired' else state.state end as state,
        state.at as since, certificate.decision ->> 'by' as "decidedBy"
      from certificate
      cross join lateral (
        select state, at from certificate_state
        where certificate_id = certificate.id and at <= ${asOf}
        order by at desc limit 1
      ) as state
      where ${concerned(filter, 'certificate')} and ${inPeriod(filter, sql`certificate.issued_at`)}
      order by certificate.issued_at, certificate.number`
  },
}
