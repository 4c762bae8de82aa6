import type { Static } from 'typebox'
import { textsIn } from '../../reports/texts.js'
import type { Overview } from '../schemas/overview.js'
import { agentName, applicationColumn, instant, programColumn, studentColumn, table } from './table.js'

type Page = Static<typeof Overview>

const atRisk = table('at-risk', (page: Page) => page.atRisk, [
  studentColumn(),
  { id: 'agent', type: 'text', value: ({ student }) => agentName(student) },
  applicationColumn(),
  programColumn(),
  {
    id: 'why',
    type: 'text',
    value: ({ reasons }, { say }) => reasons.map((reason) => say('riskReasons', reason)).join('; '),
  },
  { id: 'stage', type: 'word', words: 'stages', value: ({ stage }) => stage },
  { id: 'since', type: 'instant', value: ({ since }) => instant(since) },
])

const workload = table('workload', (page: Page) => page.workload, [
  {
    id: 'agent',
    type: 'text',
    value: (row, { language }) => agentName(row) ?? textsIn(language).noAgent,
  },
  { id: 'tasks', type: 'count', value: ({ tasks }) => tasks },
  { id: 'open', type: 'count', value: ({ open }) => open },
  { id: 'oldestTask', type: 'instant', value: ({ oldestTask }) => instant(oldestTask) },
])

const deadlines = table('deadlines', (page: Page) => page.deadlines, [
  studentColumn(),
  { id: 'agent', type: 'text', value: ({ student }) => agentName(student) },
  applicationColumn(),
  programColumn(),
  { id: 'task', type: 'word', words: 'tasks', value: ({ kind }) => kind },
  { id: 'deadline', type: 'instant', value: ({ deadline }) => instant(deadline) },
])

const trainingsDue = table('trainings-due', (page: Page) => page.trainingsDue, [
  studentColumn(),
  { id: 'agent', type: 'text', value: ({ student }) => agentName(student) },
  applicationColumn(),
  programColumn(),
  { id: 'stage', type: 'word', words: 'stages', value: ({ stage }) => stage },
  { id: 'progress', type: 'percent', value: ({ progress }) => progress },
  { id: 'deadline', type: 'instant', value: ({ deadline }) => instant(deadline) },
])

export const overviewTables = [atRisk, workload, deadlines, trainingsDue]
