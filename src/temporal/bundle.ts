import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { fileURLToPath } from 'node:url'

/** The module that exports every workflow. */
const WORKFLOWS = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url))

/** All workflows as one script for the worker's sandbox; about a second. The bundler's own lists are not for our logs. */
export function bundleWorkflows(workflowsPath = WORKFLOWS): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') })
}
