import { FailureType } from '../../contracts/failures.js'
import { Problem } from './problem.js'

/** What Odoo's failures mean to somebody who asked us. */
export function odooProblem(type: string | null | undefined): Problem {
  switch (type) {
    case FailureType.OdooUnavailable:
    case FailureType.OdooBusy:
      return new Problem('odoo-away', 'Odoo does not answer. Try again later.')
    case FailureType.OdooMissing:
      return new Problem('not-found', 'The record is not there in Odoo.')
    case FailureType.OdooAccessDenied:
      return new Problem(
        'odoo-refuses',
        'The bot user lacks a right in Odoo. An administrator of Odoo must grant it.',
      )
    case FailureType.OdooSchema:
      return new Problem(
        'odoo-refuses',
        'Odoo lacks a model or field that is needed. The command doctor tells which.',
      )
    case FailureType.OdooRejected:
      return new Problem('odoo-refuses', 'Odoo refuses these values. The record must be mended there.')
    default:
      return new Problem('internal', 'Look for the request id in the log.')
  }
}
