const { reporters, Runner } = require('mocha')

/**
 * Mocha's `spec` reporter, which also lists the skipped tests at the end: nobody finds them among
 * the others.
 */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    const skipped = []
    runner.on(Runner.constants.EVENT_TEST_PENDING, (test) => skipped.push(test.fullTitle()))
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      if (skipped.length === 0) return
      console.log(`Skipped tests (${skipped.length}):`)
      for (const title of skipped) console.log(`  - ${title}`)
      console.log()
    })
  }
}
