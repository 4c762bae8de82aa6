import { Instant } from '../components/instant.js'
import { SaidText } from '../components/said.js'
import { useMessages } from '../i18n/language.js'
import type { Schemas } from '../api/client.js'

type Status = Schemas['Status']

/** Faults and outages that concern everybody, above each page. */
export function Notices({ status: { alarms, systems } }: { readonly status: Status }) {
  const t = useMessages()
  const texts = t.pages.notices
  return (
    <div className="notices">
      {alarms.map(({ message, messageArabic }) => (
        <p key={message} className="notice" data-tone="bad" role="alert">
          <SaidText english={message} arabic={messageArabic} />
        </p>
      ))}
      {distinct(systems).map(({ system, state, since, pause }) => (
        <p key={`${system}-${state}`} className="notice" data-tone="attention" role="status">
          {pause ? (
            <bdi>{t.pages.sync.pausedBy(pause.author, pause.reason)}</bdi>
          ) : state === 'recovering' ? (
            texts.recovering(t.words.systems[system])
          ) : (
            texts.unavailable(t.words.systems[system])
          )}{' '}
          {since && <Instant at={since} />}
        </p>
      ))}
    </div>
  )
}

/** A pause of everything is one notice, though it is of each system. */
const distinct = (systems: Status['systems']): Status['systems'] =>
  systems.filter(
    ({ pause, since }, index) =>
      pause === null ||
      systems.findIndex((other) => other.pause?.reason === pause.reason && other.since === since) === index,
  )
