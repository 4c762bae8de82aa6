import { Anchor } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'

/** A link to a page outside of the app, which opens beside it. */
export const OutsideLink = ({ href, text }: { readonly href: string; readonly text: string }) => (
  <Anchor size="sm" href={href} target="_blank" rel="noreferrer">
    {text} <IconExternalLink size={13} aria-hidden />
  </Anchor>
)
