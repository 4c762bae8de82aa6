import type { Check } from './check-context.js'
import { problem } from './finding.js'

/** Whether emails and certificates wait because the configuration has demonstration values. */
export const demoValues: Check = {
  name: 'demonstration values',
  run: ({ demoVariables }) =>
    Promise.resolve(
      demoVariables.length === 0
        ? []
        : [
            problem({
              what: `Demonstration values are in use: ${demoVariables.join(', ')}.`,
              why: 'People in this Odoo would get them in emails and on certificates, so both wait.',
              fix: 'Set your own values and restart. If this Odoo has no real people, set ALLOW_DEMO_VALUES=true instead.',
            }),
          ],
    ),
}
