import { type Application, applicationRef, type Flow } from './application.js'

/**
 * Returns the path of the page that shows an application’s open task, for links in emails and in
 * Odoo. Without a flow it shows the task that waits longest.
 */
export const taskPage = (application: Application, flow?: Flow): string =>
  `/app/work/${applicationRef(application)}${flow === undefined ? '' : `-${flow}`}`
