import type { CertificateFacts } from '../../src/domain/certificate-facts.js'

/** The facts of a certificate. Each serial belongs to another person. */
export function exampleFacts(serial = 1, changes: Partial<CertificateFacts> = {}): CertificateFacts {
  return {
    number: `KFT-2026-${String(serial).padStart(6, '0')}-X`,
    student: {
      arabic: `سارة محمد العتيبي ${'الثانية '.repeat(serial % 3)}`.trim(),
      latin: `Sarah Mohammed Al-Otaibi ${serial}`,
    },
    program: { arabic: 'برنامج الجاهزية الوظيفية', latin: 'Job Readiness Program' },
    programName: 'برنامج الجاهزية الوظيفية – Job Readiness Program',
    courses: ['English for Work', 'Workplace Safety'],
    issuer: { arabic: 'مركز كفاءات للتدريب', latin: 'Kafaat Training Center' },
    timeZone: 'Asia/Riyadh',
    completedOn: '2026-11-20',
    issuedOn: '2026-11-22',
    issuedAt: '2026-11-22T09:30:00.000Z',
    validUntil: '2028-11-22',
    verificationUrl: `https://certificates.example/v/${String(serial).padStart(22, 'A')}`,
    ...changes,
  }
}
