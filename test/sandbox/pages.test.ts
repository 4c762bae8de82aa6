import { strict as assert } from 'node:assert'
import { runInNewContext } from 'node:vm'
import { modelOf } from '../../sandbox/odoo/orm/environment.js'
import { read as readRecords } from '../../sandbox/odoo/orm/read.js'
import { readyOdoo, sandboxOdoo, type TestOdoo } from '../support/odoo.js'

describe('pages of the sandbox', () => {
  let odoo: TestOdoo
  before(async () => {
    odoo = await sandboxOdoo()
  })
  after(() => odoo.close())

  const get = (path: string) => fetch(`${odoo.url}${path}`, { redirect: 'manual' })
  const post = (path: string, form: Record<string, string>, origin = odoo.url) =>
    fetch(`${odoo.url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin },
      body: new URLSearchParams(form),
    })
  const text = async (path: string) => (await get(path)).text()
  const contact = async (name: string) => {
    const response = await post('/odoo/res.partner/new', { name, active: 'on' })
    return Number(response.headers.get('location')?.split('/').at(-1))
  }
  const column = async (table: string, name: string, id: number) => {
    const [row] = await odoo.sql<Record<string, unknown>>(
      `SELECT ${name}::text AS value FROM ${table} WHERE id = $1`,
      [id],
    )
    return row?.value
  }

  it('show every model of the menu, each list and its first record', async () => {
    const home = await text('/odoo')
    const lists = [...home.matchAll(/<td><a href="(\/odoo\/[^"]+)"/g)].map(([, address]) => address ?? '')
    assert.equal(lists.length, 12)
    for (const list of lists) {
      const response = await get(list)
      assert.equal(response.status, 200, list)
      const [, record] = new RegExp(`<a href="(${list}/\\d+)"`).exec(await response.text()) ?? []
      if (record !== undefined) assert.equal((await get(record)).status, 200, record)
      assert.equal((await get(`${list}/new`)).status, 200, `${list}/new`)
    }
  })

  it('lead from the start page to the menu', async () => {
    assert.equal((await get('/')).headers.get('location'), '/odoo')
  })

  it('follow the addresses of Odoo’s web client, whose record is behind the #', async () => {
    const [, script = ''] = /<script>([^]*?)<\/script>/.exec(await text('/web')) ?? []
    const followed = (hash: string): string | undefined => {
      let target: string | undefined
      const replace = (address: string) => (target = address)
      runInNewContext(script, { URLSearchParams, location: { hash, replace } })
      return target
    }
    assert.equal(followed('#id=7&model=gr.student&view_type=form'), '/odoo/gr.student/7')
    assert.equal(followed('#model=gr.student'), '/odoo/gr.student')
    assert.equal(followed(''), undefined)
  })

  it('create a student, whom Odoo assesses as usual', async () => {
    const response = await post('/odoo/gr.student/new', {
      name: 'Nadia Test',
      name_arabic: 'نادية',
      name_english: 'Nadia',
      email: 'nadia@example.org',
      birth_date: '2000-02-29',
      english_level: 'advanced',
      has_certificate: 'on',
      state: 'draft',
    })
    assert.equal(response.status, 303)
    const id = Number(response.headers.get('location')?.split('/').at(-1))
    assert.equal(await column('gr_student', 'birth_date', id), '2000-02-29')
    assert.equal(await column('gr_student', 'state', id), 'eligible')
  })

  it('name what a new student lacks', async () => {
    const response = await post('/odoo/gr.student/new', { name: 'Nadia Test' })
    assert.equal(response.status, 422)
    assert.match(await response.text(), /class="problem">[^<]*(missing|mandatory|required)/i)
  })

  it('write only what a form changes', async () => {
    const before = await column('gr_student', 'email', 5)
    const saved = await post('/odoo/gr.student/5', { birth_date: '1999-01-31', has_certificate: 'on' })
    assert.equal(saved.status, 303)
    assert.equal(await column('gr_student', 'birth_date', 5), '1999-01-31')
    assert.equal(await column('gr_student', 'email', 5), before)
  })

  it('say what Odoo rejects, and change nothing', async () => {
    const before = await column('gr_student', 'email', 5)
    const response = await post('/odoo/gr.student/5', { email: 'no address', has_certificate: 'on' })
    assert.equal(response.status, 422)
    assert.match(await response.text(), /must contain &#39;@&#39;/)
    assert.equal(await column('gr_student', 'email', 5), before)
  })

  it('find records by name, archived ones too', async () => {
    await post(`/odoo/res.partner/${await contact('Zaki Hidden')}/archive`, {})
    assert.match(await text('/odoo/res.partner?q=zaki'), /class="archived"[^]*Zaki Hidden/)
  })

  it('escape what people have entered', async () => {
    const id = await contact('<b>Bold</b>')
    assert.match(await text(`/odoo/res.partner/${id}`), /&lt;b&gt;Bold&lt;\/b&gt;/)
  })

  describe('of a course', () => {
    let membership: number
    before(async () => {
      const [row] = await odoo.sql<{ id: number }>(
        `INSERT INTO slide_channel_partner (channel_id, partner_id, active, member_status, completion, completed_slides_count)
         VALUES (1, $1, true, 'joined', 0, 0) RETURNING id`,
        [await contact('Learner')],
      )
      membership = row?.id ?? 0
    })

    it('are where the emails lead', async () => {
      const [, course] = /<a href="(\/slides\/\d+)"/.exec(await text('/slides')) ?? []
      assert.equal((await get(course ?? '')).status, 200)
      assert.equal((await get('/slides/english-for-work-1')).status, 200)
    })

    it('complete lessons as the learner, until none is left', async () => {
      const complete = `/odoo/slide.channel.partner/${membership}/complete-lesson`
      const response = await post(complete, { back: '/slides/1' })
      assert.equal(response.headers.get('location'), '/slides/1')
      assert.equal(await column('slide_channel_partner', 'completion', membership), '20')
      for (let lesson = 2; lesson <= 5; lesson += 1) await post(complete, {})
      assert.equal(await column('slide_channel_partner', 'member_status', membership), 'completed')
      const again = await post(complete, {})
      assert.equal(again.status, 422)
      assert.match(await again.text(), /no open lesson/)
    })

    it('return to pages of this server only', async () => {
      const archive = await post(`/odoo/slide.channel.partner/${membership}/archive`, {
        back: '//example.org',
      })
      assert.equal(archive.headers.get('location'), `/odoo/slide.channel.partner/${membership}`)
      assert.equal(await column('slide_channel_partner', 'active', membership), 'false')
      await post(`/odoo/slide.channel.partner/${membership}/restore`, {})
      assert.equal(await column('slide_channel_partner', 'active', membership), 'true')
    })

    it('lead a learner from the personal link over sign-up to the course, and later over the login', async () => {
      const [row] = await odoo.sql<{ partner: number }>(
        'SELECT partner_id AS partner FROM slide_channel_partner WHERE id = $1',
        [membership],
      )
      const partner = row?.partner ?? 0
      await odoo.sql("UPDATE res_partner SET email = 'learner@example.org', lang = 'ar_001' WHERE id = $1", [
        partner,
      ])
      const [read] = await odoo.act(2, (env) =>
        readRecords(
          { ...env, superuser: true },
          modelOf(env, 'slide.channel.partner'),
          [membership],
          ['invitation_link'],
        ),
      )
      const link = String(read?.invitation_link).replace(odoo.url, '')
      const signUp = (await get(link)).headers.get('location') ?? ''
      assert.match(signUp, /^\/web\/signup/)
      assert.match(await text(signUp), /Choose a password/)
      const entered = await post(signUp, { password: 'secret' })
      const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
      const course = entered.headers.get('location') ?? ''
      const own = await (await fetch(`${odoo.url}${course}`, { headers: { cookie } })).text()
      assert.match(own, /Learner: 100 % completed/)
      const rate = (stars: string) =>
        fetch(`${odoo.url}${course}`, {
          method: 'POST',
          headers: { cookie },
          body: new URLSearchParams({ stars }),
          redirect: 'manual',
        })
      assert.deepEqual(
        [(await rate('3')).status, (await rate('5')).status, (await rate('6')).status],
        [303, 303, 422],
      )
      const ratings = await odoo.sql('SELECT rating, consumed FROM rating_rating WHERE partner_id = $1', [
        partner,
      ])
      assert.deepEqual(ratings, [{ rating: 5, consumed: true }])
      assert.equal((await post(course, { stars: '1' })).status, 422)
      const contacts = await odoo.sql("SELECT 1 FROM res_partner WHERE email = 'learner@example.org'")
      assert.equal(contacts.length, 1)
      const [account] = await odoo.sql<{ id: number }>('SELECT id FROM res_users WHERE partner_id = $1', [
        partner,
      ])
      const [user] = await odoo.act(2, (env) =>
        readRecords({ ...env, superuser: true }, modelOf(env, 'res.users'), [account?.id ?? 0], ['lang']),
      )
      assert.equal(user?.lang, 'ar_001')

      const login = (await get(link)).headers.get('location') ?? ''
      assert.match(login, /^\/web\/learner-login/)
      assert.equal((await post(login, { password: 'wrong' })).status, 422)
      assert.equal((await post(login, { password: 'secret' })).status, 303)

      const forged = link.replace(/hash=./, (start) => (start.endsWith('0') ? 'hash=1' : 'hash=0'))
      assert.equal((await get(forged)).status, 422)
    })

    it('delete a membership', async () => {
      await post(`/odoo/slide.channel.partner/${membership}/delete`, {})
      assert.equal(await column('slide_channel_partner', 'id', membership), undefined)
      const gone = await get(`/odoo/slide.channel.partner/${membership}`)
      assert.equal(gone.status, 422)
    })
  })

  it('refuse forms of other sites', async () => {
    const response = await post('/odoo/gr.student/5', { birth_date: '1990-01-01' }, 'http://example.org')
    assert.equal(response.status, 403)
  })

  it('do not exist for other models and actions', async () => {
    assert.equal((await get('/odoo/res.users')).status, 404)
    assert.equal((await post('/odoo/gr.student/5/toString', {})).status, 404)
    assert.equal((await post('/odoo/gr.student/5/assess', {})).status, 404)
  })

  it('stop Odoo and repair it', async () => {
    await post('/sandbox', { set: 'down' })
    await assert.rejects(get('/odoo'))
    assert.match(await text('/sandbox'), /accepts no connection/)
    await post('/sandbox', { set: 'repaired' })
    assert.equal((await get('/odoo')).status, 200)
    assert.match(await text('/sandbox'), /Odoo works/)
  })

  it('know the models that setup creates', async () => {
    const provisioned = await readyOdoo({ suite: false })
    const page = await (await fetch(`${provisioned.url}/odoo/x_gr_student`)).text()
    await provisioned.close()
    assert.match(page, /records?<\/span>/)
    assert.match(page, /English level/i)
  })

  it('let time pass where there is a Temporal server that can, and say for how many workflows', async () => {
    assert.match(await text('/sandbox/time'), /only in the Temporal server that/)
    const days: number[] = []
    const letPass = (passed: number) => {
      days.push(passed)
      return passed === 28 ? Promise.reject(new Error('Temporal does not answer.')) : Promise.resolve(3)
    }
    const timed = await sandboxOdoo({ data: 'empty', time: { letPass } })
    try {
      const press = (passed: string, origin = timed.url) =>
        fetch(`${timed.url}/sandbox/time`, {
          method: 'POST',
          headers: { origin },
          body: new URLSearchParams({ days: passed }),
        })
      timed.faults.set({ down: true })
      assert.match(await (await press('7')).text(), /A week passes for 3 open workflows/)
      const failed = await press('28')
      assert.equal(failed.status, 502)
      assert.match(await failed.text(), /Temporal does not answer\./)
      assert.equal((await press('1000')).status, 200)
      assert.equal((await press('1', 'http://elsewhere.example')).status, 403)
      assert.deepEqual(days, [7, 28])
    } finally {
      await timed.close()
    }
  })
})
