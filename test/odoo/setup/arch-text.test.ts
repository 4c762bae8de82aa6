import assert from 'node:assert/strict'
import { label } from '../../../src/odoo/schema/fields.js'
import { python, pythonDomain } from '../../../src/odoo/setup/views/python.js'
import { element, termsOf, toXml } from '../../../src/odoo/setup/views/xml.js'
import { parseXml } from './arch.js'

describe('XML and Python in records of Odoo', () => {
  it('escapes texts and attributes as lxml does', () => {
    const awkward = `a < b && "c" > 'd'\ne`
    const xml = toXml(element('page', { string: awkward }, [awkward]))
    assert.equal(
      xml,
      `<page string="a &lt; b &amp;&amp; &quot;c&quot; &gt; 'd'&#10;e">a &lt; b &amp;&amp; "c" &gt; 'd'\ne</page>`,
    )
    const { attributes, text } = parseXml(xml)
    assert.deepEqual([attributes['string'], text], [awkward, awkward])
  })

  it('writes a label in the given language and lists it as a term', () => {
    const page = element('group', { string: label('Person', 'الشخص'), name: 'Person' }, [
      element('p', {}, [label('Nobody', 'لا أحد')]),
    ])
    assert.equal(toXml(page, 'ar'), '<group string="الشخص" name="Person">\n  <p>لا أحد</p>\n</group>')
    assert.deepEqual(termsOf(page), { Person: 'الشخص', Nobody: 'لا أحد' })
  })

  it('leaves out empty parts', () => {
    assert.equal(
      toXml(element('field', { name: 'a', widget: undefined, sum: null }, [false, null])),
      '<field name="a"/>',
    )
  })

  it('escapes quotes in Python texts', () => {
    assert.equal(python(`it's a \\ trap`), `'it\\'s a \\\\ trap'`)
    assert.equal(
      pythonDomain(['|', ['a', '=', null], ['b', 'in', ['x', 1, true]]]),
      "['|', ('a', '=', False), ('b', 'in', ['x', 1, True])]",
    )
    assert.equal(python({ user: { code: 'uid' }, none: null }), "{'user': uid, 'none': False}")
  })
})
