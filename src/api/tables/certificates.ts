import type { Static } from 'typebox'
import { titleIn } from '../../domain/bilingual.js'
import type { CertificatePage } from '../schemas/certificate.js'
import { applicationColumn, instant, table } from './table.js'

export const certificateTable = table(
  'certificates',
  ({ certificates }: Static<typeof CertificatePage>) => certificates,
  [
    { id: 'number', type: 'text', value: ({ number }) => number },
    {
      id: 'holder',
      type: 'text',
      value: ({ holder: { latin, arabic } }, { language }) =>
        language === 'ar' ? (arabic ?? latin) : (latin ?? arabic),
    },
    applicationColumn(),
    // As it was called then.
    { id: 'program', type: 'text', value: ({ programName }, { language }) => titleIn(language, programName) },
    { id: 'state', type: 'word', words: 'certificateStates', value: ({ state }) => state },
    { id: 'issued', type: 'instant', value: ({ issuedAt }) => instant(issuedAt) },
    { id: 'validUntil', type: 'day', value: ({ validUntil }) => validUntil },
  ],
)
