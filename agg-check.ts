import { connectOdoo } from './src/odoo/client/client.js'
import { TRACKED_MODELS } from './activities/sync/tracked-models.js'
const { ODOO_URL='', ODOO_DB='', ODOO_LOGIN='', ODOO_API_KEY='' } = process.env
const odoo = connectOdoo({ url: ODOO_URL, db: ODOO_DB, login: ODOO_LOGIN, apiKey: ODOO_API_KEY })
for (const t of TRACKED_MODELS) {
  try {
    const aggs = await t.aggregate(odoo, { group: null, after: 0, upTo: null }, { surveys: [1,2,3,4,5,6,7,8], quizzes: Array.from({length:60},(_, i)=>i+1) })
    let rows: any[] = []
    for await (const page of t.rowsIn(odoo, { group: null, after: 0, upTo: null })) rows.push(...page)
    const by = new Map<string, any>()
    for (const r of rows) { const s = r.version.summary; const g = by.get(s.group) ?? { count: 0, idSum: 0, sums: s.figures.map(() => 0), latest: '' }; g.count++; g.idSum += r.version.recordId; g.sums = g.sums.map((x: number, i: number) => x + s.figures[i]); if (r.version.writeDate > g.latest) g.latest = r.version.writeDate; by.set(s.group, g) }
    let bad = 0
    for (const a of aggs ?? []) { const k = JSON.stringify(a.group); const g = by.get(k); const ok = g && g.count===a.count && g.idSum===a.idSum && g.latest===a.latest && a.sums.every((x,i)=>Math.abs(x-g.sums[i])<0.005); if (!ok) { bad++; if (bad<3) console.log('DIFF', t.model.name, a, g) } }
    console.log(t.model.name, 'groups', aggs?.length, 'rows', rows.length, 'bad', bad)
  } catch (e: any) { console.log(t.model.name, 'ERROR', e.message, e.exceptionName) }
}
