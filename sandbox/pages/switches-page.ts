import { html } from '../../src/html.js'
import { FAULT_KINDS, type FaultPlan, type Faults } from '../odoo/protocol/faults.js'
import type { HttpResponse } from '../odoo/protocol/http-response.js'
import { SWITCHES } from './addresses.js'
import { button, pageResponse } from './layout.js'

/** Ways to break Odoo, by the name that the buttons send. */
const SETTINGS: Readonly<Record<string, { readonly label: string; readonly change: Partial<FaultPlan> }>> = {
  down: { label: 'Stop Odoo', change: { down: true, rate: 0 } },
  unreliable: {
    label: 'Let every third call fail',
    change: { down: false, rate: 1 / 3, kinds: FAULT_KINDS },
  },
  slow: { label: 'Make every call slow', change: { down: false, rate: 1, kinds: ['slow'] } },
  repaired: { label: 'Repair', change: { down: false, rate: 0, kinds: FAULT_KINDS } },
}

/** The page answers while Odoo is down; otherwise nobody could repair it. */
export function switchesPage({ plan }: Faults): HttpResponse {
  const state = plan.down
    ? 'Odoo is down: it accepts no connection.'
    : plan.rate === 0
      ? 'Odoo works.'
      : plan.kinds.length === 1
        ? 'Each call takes two seconds longer.'
        : `About ${Math.round(100 * plan.rate)} % of the calls fail, in different ways.`
  return pageResponse(
    'Break and repair',
    [],
    html`<p class="problem">${state}</p>
      <p class="hint">
        Students wait while Odoo is down and continue after the repair. Nobody is lost, and nothing happens
        twice.
      </p>
      <div class="bar">
        ${Object.entries(SETTINGS).map(([name, { label }]) => button(SWITCHES, label, { set: name }))}
      </div>`,
  )
}

/** Changes the faults as a button says. */
export function turnSwitch(faults: Faults, form: URLSearchParams): void {
  const setting = SETTINGS[form.get('set') ?? '']
  if (setting) faults.set(setting.change)
}
