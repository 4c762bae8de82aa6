import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { fileURLToPath } from 'node:url'

/** The module that exports every workflow. */
const WORKFLOWS = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url))

/** Bundles all workflows into one script; takes about a second. The bundler logs only warnings. */
export function bundleWorkflows(workflowsPath = WORKFLOWS): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') })
}
