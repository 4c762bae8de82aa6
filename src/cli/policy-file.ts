import { readFile } from 'node:fs/promises'
import type { TSchema } from 'typebox'
import { contentErrorsIn } from '../api/plugins/validation.js'
import { DryRunRequest } from '../api/schemas/dry-run.js'
import { contradictions, PolicyBody } from '../api/schemas/policy.js'
import type { PolicyDocument } from '../domain/policy.js'
import type { ProposedRules } from '../domain/rule-change.js'
import { CommandError } from './failure.js'

/** A policy as `policy show` writes it, or a request as the API takes it. */
export async function rulesIn(file: string): Promise<ProposedRules> {
  const content = await contentOf(file)
  if (!('policy' in content) && !('courses' in content))
    return { policy: checkedPolicy(file, content), courses: [] }
  check(file, DryRunRequest, content)
  const { policy = null, courses = [] } = content as Partial<ProposedRules>
  if (policy !== null) reportErrors(file, contradictions(policy))
  if (policy === null && courses.length === 0)
    throw new CommandError(`${file} names neither a policy nor courses.`)
  return { policy, courses }
}

export async function documentIn(file: string): Promise<PolicyDocument> {
  return checkedPolicy(file, await contentOf(file))
}

/** A document of “policy show” has a version, which is not part of a new one. */
function checkedPolicy(file: string, given: Record<string, unknown>): PolicyDocument {
  const content = { ...given }
  delete content['version']
  check(file, PolicyBody, content)
  const document = content as unknown as PolicyDocument
  reportErrors(file, contradictions(document))
  return document
}

async function contentOf(file: string): Promise<Record<string, unknown>> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CommandError(`The file ${file} cannot be read.`)
  })
  try {
    const content: unknown = JSON.parse(text)
    if (typeof content === 'object' && content !== null) return content as Record<string, unknown>
  } catch {
    // Reported below.
  }
  throw new CommandError(`${file} is not a JSON object. “policy show” writes one to start from.`)
}

const check = (file: string, schema: TSchema, content: unknown) =>
  reportErrors(file, contentErrorsIn(schema, content))

function reportErrors(file: string, errors: readonly { pointer: string; detail: string }[]): void {
  if (errors.length > 0)
    throw new CommandError(
      [`${file} is not valid:`, ...errors.map((error) => `  ${error.pointer} ${error.detail}`)].join('\n'),
    )
}
