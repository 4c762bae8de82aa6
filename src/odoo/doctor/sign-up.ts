import { readPublicPage } from '../client/public-page.js'
import { Membership } from '../schema/index.js'
import { note, problem, warning, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

/**
 * Whether learners can get in: the welcome email has their personal links, which lead to Odoo's
 * sign-up. A link has the address under which Odoo believes to be (`web.base.url`, or the domain of
 * the website), so one of them tells it.
 */
export const signUp: Check = {
  name: 'sign-up of learners',
  run: async ({ odoo, url, db }) => {
    const [membership] = await odoo.searchRead(Membership, [], ['invitationLink'], { order: 'id', limit: 1 })
    const link = membership?.invitationLink
    if (link === null || link === undefined) return []
    const { origin } = new URL(link)
    return [...addressFindings(origin, url), ...(await pageFindings(origin, db))]
  },
}

function addressFindings(origin: string, url: string): FindingDraft[] {
  const isLocal = LOOPBACK.test(new URL(origin).hostname)
  if (isLocal && !LOOPBACK.test(new URL(url).hostname))
    return [
      problem({
        what: `Odoo’s links to courses lead to ${origin}, an address that works on one machine only.`,
        why: 'Learners cannot open the links in their emails.',
        fix: `In Odoo, set the system parameter web.base.url (or the domain of the website) to the public address, such as ${new URL(url).origin}.`,
      }),
    ]
  if (origin === new URL(url).origin) return []
  return [
    note({
      what: `Odoo’s links to courses lead to ${origin}, not to ODOO_URL (${new URL(url).origin}).`,
      why: 'Learners need the first address; the orchestrator uses the second.',
      fix: 'If the first is not the public address, correct the system parameter web.base.url or the domain of the website in Odoo.',
    }),
  ]
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Without Odoo's app for it there is no page; with it, a wrong token is answered by a page. */
async function pageFindings(origin: string, db: string): Promise<FindingDraft[]> {
  const address = `${origin}/web/signup?token=none&db=${encodeURIComponent(db)}`
  try {
    const { status } = await readPublicPage(address)
    if (status !== 404) return []
    return [
      problem({
        what: 'Odoo has no sign-up page.',
        why: 'A learner without a login cannot choose a password, so the course stays closed to them.',
        fix: 'Install Odoo’s app “Signup” (auth_signup).',
      }),
    ]
  } catch {
    return [
      warning({
        what: `No page can be read at ${origin}, where Odoo’s links to courses lead.`,
        why: 'If learners cannot read it either, they cannot open their courses.',
        fix: 'Open the address in a browser. If it is wrong, correct the system parameter web.base.url or the domain of the website in Odoo.',
      }),
    ]
  }
}
