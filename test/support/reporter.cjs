const { writeFileSync } = require('node:fs')
const { reporters, Runner } = require('mocha')

/** How many failures the list at the end names: the first ones explain those that follow. */
const NAMED = 20
/** How many of them it explains. */
const EXPLAINED = 3

/**
 * Mocha's `spec` reporter, which also lists the skipped and the failed tests at the end. It writes
 * the files of the failed ones to the file that FAILED_FILES names.
 */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    const skipped = []
    const failed = []
    const files = new Set()
    runner.on(Runner.constants.EVENT_TEST_PENDING, (test) => skipped.push(test.fullTitle()))
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      files.add(test.file)
      failed.push(`${test.fullTitle()}: ${failed.length < EXPLAINED ? explain(error) : firstLine(error)}`)
    })
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      list('Skipped tests', skipped)
      list('Failed tests', failed)
      if (process.env.FAILED_FILES) writeFileSync(process.env.FAILED_FILES, [...files].join('\n'))
    })
  }
}

const firstLine = (error) => String(error?.message ?? error).split('\n')[0]

/** The message, and where it comes from. */
const explain = (error) =>
  String(error?.stack ?? error)
    .split('\n')
    .slice(0, 8)
    .join('\n    ')

function list(title, lines) {
  if (lines.length === 0) return
  console.log(`${title} (${lines.length}):`)
  for (const line of lines.slice(0, NAMED)) console.log(`  - ${line}`)
  console.log()
}
