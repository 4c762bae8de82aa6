import { normaliseEmail } from '../../domain/email.js'
import type { Odoo } from '../client/client.js'
import { Student, TrainingProgram } from '../schema/index.js'
import { counted, note, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

const PAGE = 1_000
/** Students up to which addresses are compared: five calls. */
const MOST = 5_000

/** Students, counted only. */
export const students: Check = {
  name: 'students',
  run: async ({ odoo }) => {
    const [there, programs] = [await odoo.resolve(Student), await odoo.resolve(TrainingProgram)]
    if (there.origin === 'missing' || programs.origin === 'missing') return []
    const [all, active] = await Promise.all([
      odoo.count(Student, []),
      odoo.count(TrainingProgram, [['status', '=', 'active']]),
    ])
    const addresses = all > MOST ? null : await addressesOf(odoo)
    return [
      ...(active === 0 ? [noProgram()] : []),
      ...(all === 0 ? [nobody()] : []),
      ...(addresses ? addressFindings(addresses) : [tooMany(all)]),
    ]
  },
}

async function addressesOf(odoo: Odoo): Promise<(string | null)[]> {
  const addresses: (string | null)[] = []
  for await (const page of odoo.pages(Student, [], ['email'], { size: PAGE }))
    addresses.push(...page.map(({ email }) => email))
  return addresses
}

const noProgram = () =>
  note({
    what: 'No training program is active.',
    why: 'Certificates are given for programs.',
    fix: 'Make a training program, give it its course integrations and set it to active.',
  })

const nobody = () => note({ what: 'Odoo holds no students yet.', why: 'There is nobody to look after.' })

const tooMany = (all: number) =>
  note({
    what: `The addresses of ${all} students were not compared.`,
    why: `The doctor reads at most ${MOST}.`,
  })

/** Two students of one mailbox are one person twice, or a family: the product asks a person each time. */
export function addressFindings(emails: readonly (string | null)[]): FindingDraft[] {
  const normal = emails.map(normaliseEmail)
  const usable = normal.flatMap((email) => (email.kind === 'usable' ? [email.address] : []))
  const without = normal.length - usable.length
  const counts = new Map<string, number>()
  for (const address of usable) counts.set(address, (counts.get(address) ?? 0) + 1)
  const sharing = [...counts.values()].filter((count) => count > 1).reduce((sum, count) => sum + count, 0)
  return [
    ...(without > 0
      ? [
          note({
            what: `${counted(without, 'student')} ${without === 1 ? 'has' : 'have'} no usable e-mail address.`,
            why: 'They can’t be enrolled: each waits for a person.',
            fix: 'Enter one plain address for each of them.',
          }),
        ]
      : []),
    ...(sharing > 0
      ? [
          note({
            what: `${counted(sharing, 'student')} share an address with another.`,
            why: 'By address their contacts can’t be told apart: a person decides for each.',
            fix: 'Give each person an address of their own, or merge who is there twice.',
          }),
        ]
      : []),
  ]
}
