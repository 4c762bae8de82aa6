import type { Static } from 'typebox'
import type { ApplicantPage } from '../schemas/intake.js'
import { instant, sentencesIn, table } from './table.js'

export const applicantTable = table(
  'applicants',
  ({ applicants }: Static<typeof ApplicantPage>) => applicants,
  [
    { id: 'application', type: 'text', value: ({ ref }) => ref },
    { id: 'outcome', type: 'word', words: 'applicantOutcomes', value: ({ outcome }) => outcome },
    {
      id: 'why',
      type: 'text',
      value: ({ reasons, reasonsArabic }, reader) => sentencesIn(reader, reasons, reasonsArabic).join(' '),
    },
    { id: 'assessed', type: 'instant', value: ({ assessedAt }) => instant(assessedAt) },
  ],
)
