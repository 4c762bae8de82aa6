import { useQueryClient } from '@tanstack/react-query'
import { api, read, type Schemas } from '../../api/client.js'
import { ConfirmButton } from '../../components/confirm.js'
import { Facts } from '../../components/facts.js'
import { Instant } from '../../components/instant.js'
import { Section } from '../../components/page.js'
import { useMessages } from '../../i18n/language.js'
import { useMay } from '../../session/session.js'

interface Props {
  readonly studentId: number
  readonly choices: Schemas['LearnerChoices']
}

/** What the learner has chosen on their own page, and how to close its address. */
export function PersonalPage({ studentId, choices }: Props) {
  const t = useMessages()
  const mayChange = useMay('change_training')
  const queries = useQueryClient()
  const s = t.pages.personalPage
  const { language, remindersOffAt, linkedAt } = choices
  const revoke = async () => {
    await read(api.DELETE('/v1/students/{studentId}/personal-link', { params: { path: { studentId } } }))
    await queries.invalidateQueries({ queryKey: ['enrollment'] })
  }
  return (
    <Section
      title={s.title}
      aside={
        mayChange && (
          <ConfirmButton
            label={s.revoke}
            title={s.revoke}
            text={s.revokeText}
            action={s.revoke}
            onConfirm={revoke}
          />
        )
      }
    >
      <Facts
        facts={[
          [
            s.reminders,
            remindersOffAt ? (
              <span key="reminders">
                {s.off} (<Instant at={remindersOffAt} />)
              </span>
            ) : (
              s.on
            ),
          ],
          [s.language, language === null ? s.notChosen : t.words.languages[language]],
          [s.linkedAt, <Instant key="linked" at={linkedAt} />],
        ]}
      />
    </Section>
  )
}
