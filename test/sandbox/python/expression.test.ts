import { strict as assert } from 'node:assert'
import { OdooException } from '../../../sandbox/odoo/orm/exceptions.js'
import { parseCompute, runCompute } from '../../../sandbox/odoo/python/compute.js'
import { evaluate } from '../../../sandbox/odoo/python/expression.js'

const SCOPE = { user: { id: 7, partner_id: { id: 9 } }, company_ids: [1, 2], name: 'Amal' }

describe('Python expressions in the sandbox', () => {
  const cases: readonly (readonly [source: string, value: unknown])[] = [
    ["[('a', '=', user.id), '|', (1,'=',1)]", [['a', '=', 7], '|', [1, '=', 1]]],
    ['user.partner_id.id', 9],
    ["['&', ('x', 'in', company_ids + [3])]", ['&', ['x', 'in', [1, 2, 3]]]],
    ['(1)', 1],
    ['(1,)', [1]],
    ['[1, 2,]', [1, 2]],
    ['-2 + 3 * 2', 4],
    ["'it\\'s' + \" one\"", "it's one"],
    ["(False or '') + ' ' + name", ' Amal'],
    ["1 if name == 'Amal' and not [] else 2", 1],
    ['3 not in company_ids', true],
    ['None is not None', false],
    ['company_ids[-1]', 2],
    ['1.5 >= 1', true],
  ]
  for (const [source, value] of cases)
    it(`evaluates ${source}`, () => {
      assert.deepEqual(evaluate(source, SCOPE), value)
    })

  const failures: readonly (readonly [source: string, exception: string])[] = [
    ['nobody', 'builtins.NameError'],
    ['user.password', 'builtins.AttributeError'],
    ['user.constructor', 'builtins.AttributeError'],
    ["__import__('os')", 'builtins.NameError'],
    ['[1, 2', 'builtins.SyntaxError'],
    ['1 2', 'builtins.SyntaxError'],
    ["[('a'", 'builtins.SyntaxError'],
    ["'a' + 1", 'builtins.TypeError'],
    ['a; b', 'builtins.SyntaxError'],
  ]
  for (const [source, exception] of failures)
    it(`rejects ${source} with ${exception}`, () => {
      assert.throws(
        () => evaluate(source, SCOPE),
        (error) => error instanceof OdooException && error.exceptionName === exception,
      )
    })

  it('accepts a loop that assigns values to records as a compute, and no other code', () => {
    const code =
      "for rec in self:\n    rec['x_label'] = (rec.x_name or '') + '!'\n    rec.x_twice = rec.x_label * 1"
    const parsed = parseCompute(code.replace(' * 1', " + '!'"))
    assert.deepEqual(runCompute(parsed, { x_name: 'A' }), { x_label: 'A!', x_twice: 'A!!' })
    assert.throws(() => parseCompute('import os'), /runs no such code/)
    assert.throws(() => parseCompute("for rec in self:\n    env['x'].unlink()"), /runs no such code/)
  })
})
