import { DefaultLogger, Runtime } from '@temporalio/worker'
import { TestWorkflowEnvironment } from '@temporalio/testing'

// Makes the SDK download its development server into the folder given as argument. The SDK
// downloads only when it starts a server, so one is started and ended at once.
const [folder = ''] = process.argv.slice(2)
Runtime.install({ logger: new DefaultLogger('ERROR') })
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir: folder } },
})
await environment.teardown()
