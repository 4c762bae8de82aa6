import { FailureType } from '../../contracts/failures.js'
import { Problem } from './problem.js'

/** Returns the problem that a failed call to Odoo means for the caller. */
export function odooProblem(type: string | null | undefined): Problem {
  switch (type) {
    case FailureType.OdooUnavailable:
    case FailureType.OdooBusy:
      return new Problem('odoo-unavailable', 'Odoo does not respond. Try again later.')
    case FailureType.OdooLoginRejected:
      return new Problem(
        'odoo-unavailable',
        'Odoo rejects the login of the bot user. The operator must correct ODOO_LOGIN or ODOO_API_KEY.',
      )
    case FailureType.OdooNotReady:
      return new Problem(
        'odoo-unavailable',
        'Odoo lacks a model, field or right that the bot user needs. The command doctor shows which.',
      )
    case FailureType.Paused:
      return new Problem('paused', 'A person has paused the work with Odoo. GET /v1/pauses says why.')
    case FailureType.RecordsUnknown:
      return new Problem(
        'records-unknown',
        'Odoo has trackers or certificates that this installation does not know. The operator must run the command adopt-records.',
      )
    case FailureType.OdooMissing:
      return new Problem('not-found', 'The record does not exist in Odoo.')
    case FailureType.AnotherPerson:
      return new Problem(
        'another-person',
        'The student’s record in Odoo is about another person than this application. Nothing was done; a task asks a person to decide.',
      )
    case FailureType.OdooAccessDenied:
      return new Problem(
        'odoo-rejected',
        'The bot user lacks a right in Odoo. An Odoo administrator must grant it.',
      )
    case FailureType.OdooSchema:
      return new Problem(
        'odoo-rejected',
        'Odoo lacks a model or field that is needed. Run the command doctor to see which.',
      )
    case FailureType.OdooRejected:
      return new Problem('odoo-rejected', 'Odoo rejected the values. Correct the record in Odoo.')
    default:
      return new Problem('internal', 'Search the log for the request id.')
  }
}
