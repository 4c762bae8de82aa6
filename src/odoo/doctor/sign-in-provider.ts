import { StaffUser } from '../schema/staff-user.js'
import type { Check } from './check-context.js'
import { counted, problem, warning, type FindingDraft } from './finding.js'

/** Users that are read. Where there are more, nothing is said about their emails. */
const USERS_READ = 1_000

/** Whether staff can sign in at the OpenID provider, where one is configured. */
export const signInProvider: Check = {
  name: 'sign-in provider',
  run: async ({ odoo, signInProvider: provider }) => {
    if (!provider) return []
    const [failure, users] = await Promise.all([
      provider.failure(),
      odoo.searchRead(StaffUser, [['active', '=', true]], ['email', 'share'], {
        order: 'id',
        limit: USERS_READ,
      }),
    ])
    const emails = users.flatMap(({ email, share }) => (share ? [] : (email?.trim().toLowerCase() ?? '')))
    const unusable = emails.filter(
      (email) => email === '' || emails.filter((one) => one === email).length > 1,
    )
    return [
      ...(failure === null ? [] : [notReachable(provider.issuer, failure)]),
      ...(isPublic(provider.redirectUri) ? [notEncrypted(provider.redirectUri)] : []),
      ...(unusable.length === 0 || users.length === USERS_READ ? [] : [noEmailOfTheirOwn(unusable.length)]),
    ]
  },
}

/** Whether a redirect URI is http although other machines may use it. */
const isPublic = (address: string) => {
  const { protocol, hostname } = new URL(address)
  return protocol === 'http:' && !/^(localhost$|127\.|\[::1\])/.test(hostname)
}

const notReachable = (issuer: string, failure: string): FindingDraft =>
  problem({
    what: `Sign-in at the OpenID provider ${issuer} does not work (${failure}).`,
    why: 'Nobody can sign in there; passwords of Odoo still work.',
    fix: 'Check OIDC_ISSUER, letter by letter, also the slash at its end, and that this machine reaches the address with /.well-known/openid-configuration behind it.',
  })

const notEncrypted = (redirectUri: string): FindingDraft =>
  problem({
    what: `The OpenID provider sends people back to ${redirectUri}, without encryption.`,
    why: 'Most providers refuse such an address, and others on the network could read along.',
    fix: 'Set PUBLIC_URL to an https address.',
  })

const noEmailOfTheirOwn = (count: number): FindingDraft =>
  warning({
    what: `${counted(count, 'internal user')} of Odoo ${count === 1 ? 'has' : 'have'} no email of their own.`,
    why: 'Who signs in at the OpenID provider is found by email, so these people can only use their password.',
    fix: 'In Odoo, give each colleague the email that the provider knows (Settings, Users & Companies, Users).',
  })
