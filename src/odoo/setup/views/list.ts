import type { Screen } from '../../schema/screens/index.js'
import type { Dialect } from '../../client/versions.js'
import { columnElements } from './fields.js'
import type { Names } from './names.js'
import { element, type Element } from './xml.js'

export const listArch = (names: Names, { list }: Screen, { listView }: Dialect): Element =>
  element(listView, {}, columnElements(names, list))
