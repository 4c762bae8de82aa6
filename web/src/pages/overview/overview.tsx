import { Button, Text } from '@mantine/core'
import { usePrograms, useProgramName } from '../../api/programs.js'
import { Choice } from '../../components/choice.js'
import { DayField, dayIn } from '../../components/day-field.js'
import { Instant } from '../../components/instant.js'
import { Loaded } from '../../components/loaded.js'
import { Page } from '../../components/page.js'
import { useAddress } from '../../components/use-address.js'
import { useMessages } from '../../i18n/language.js'
import { AtRisk } from './at-risk.js'
import { Cohorts } from './cohorts.js'
import { Deadlines } from './deadlines.js'
import { Funnel } from './funnel.js'
import { TimeToCertificate } from './time-to-certificate.js'
import { useOverview } from './use-overview.js'
import { useAgentName, Workload } from './workload.js'

/** Where students stand, how long it takes, who is at risk, and who has how much to do. */
export default function Overview() {
  const t = useMessages()
  const texts = t.pages.overview
  const { valueOf, change } = useAddress()
  const programs = usePrograms()
  const programName = useProgramName()
  const agentName = useAgentName()
  const [program, agent] = [numberIn(valueOf('program')), numberIn(valueOf('agent'))]
  const [from, to] = [dayIn(valueOf('from')), dayIn(valueOf('to'))]
  const overview = useOverview({ program, agent, from, to })
  // The same query while no agent is chosen.
  const ofAllAgents = useOverview({ program, agent: '', from, to })
  const isFiltered = [program, agent, from, to].some((value) => value !== '')
  return (
    <Page
      title={t.nav.overview}
      actions={
        <>
          <Choice
            label={t.common.program}
            value={program}
            onChange={(value) => change({ program: value })}
            options={(programs.data?.programs ?? []).map(({ id }) => ({
              value: String(id),
              label: programName(id),
            }))}
          />
          <Choice
            label={t.common.agent}
            value={agent}
            onChange={(value) => change({ agent: value })}
            options={(ofAllAgents.data?.workload ?? []).map(({ agent: one }) => ({
              value: String(one?.id ?? 0),
              label: agentName(one),
            }))}
          />
          <DayField label={texts.from} value={from} onChange={(value) => change({ from: value })} />
          <DayField label={texts.to} value={to} onChange={(value) => change({ to: value })} />
          {isFiltered && (
            <Button
              variant="default"
              onClick={() => change({ program: null, agent: null, from: null, to: null })}
            >
              {t.common.clear}
            </Button>
          )}
        </>
      }
    >
      <Loaded query={overview} rows={12}>
        {({ asOf, funnel, cohorts, timeToCertificate, atRisk, workload, deadlines }) => (
          <>
            <Text size="xs" c="dimmed">
              {texts.about} <Instant at={asOf} style="exact" />
            </Text>
            <div className="columns">
              <Funnel steps={funnel} />
              <TimeToCertificate time={timeToCertificate} />
            </div>
            <Cohorts cohorts={cohorts} />
            <AtRisk applications={atRisk} />
            <div className="columns">
              <Workload agents={workload} />
              <Deadlines deadlines={deadlines} />
            </div>
          </>
        )}
      </Loaded>
    </Page>
  )
}

const numberIn = (text: string) => (/^\d+$/.test(text) ? text : '')
