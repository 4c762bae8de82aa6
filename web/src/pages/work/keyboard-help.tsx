import { Button, Kbd } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { Fragment } from 'react'
import { Dialog, OPENS_DIALOG } from '../../components/dialog.js'
import { useMessages } from '../../i18n/language.js'

/** The keys of My work, in the order of `t.pages.work.shortcuts`. */
const KEYS = {
  next: ['J', '↓'],
  previous: ['K', '↑'],
  decide: ['1', '9'],
  reason: ['R'],
  comment: ['C'],
  assign: ['A'],
  snooze: ['S'],
  select: ['X'],
  search: ['/'],
  help: ['?'],
} as const

/** A button that shows what the keyboard does here. */
export function KeyboardHelp() {
  const t = useMessages()
  const texts = t.pages.work.shortcuts
  const [isOpen, help] = useDisclosure(false)
  useHotkeys([
    ['shift+?', help.open],
    ['?', help.open],
  ])
  return (
    <>
      <Button
        variant="default"
        visibleFrom="md"
        onClick={help.open}
        {...OPENS_DIALOG}
        rightSection={
          <Kbd size="xs" className="key" aria-hidden>
            ?
          </Kbd>
        }
      >
        {t.app.keyboard}
      </Button>
      <Dialog isOpen={isOpen} onClose={help.close} title={t.app.keyboard}>
        <dl className="shortcuts">
          {(Object.keys(KEYS) as (keyof typeof KEYS)[]).map((name) => (
            <Fragment key={name}>
              <dt dir="ltr">
                {KEYS[name].map((key, index) => (
                  <Fragment key={key}>
                    {index > 0 && (name === 'decide' ? ' – ' : ' ')}
                    <Kbd size="sm">{key}</Kbd>
                  </Fragment>
                ))}
              </dt>
              <dd>{texts[name]}</dd>
            </Fragment>
          ))}
        </dl>
      </Dialog>
    </>
  )
}
