import { sha256 } from '../hash.js'
import { Html } from '../html.js'

/** The style sheet inside the page. Every pair of colors has a contrast of at least 4.5 : 1. */
const STYLE = `
:root { color-scheme: light dark; --ground: light-dark(#f4f6f5, #14181a); --card: light-dark(#fff, #1d2326);
  --line: light-dark(#dbe2df, #343d41); --ink: light-dark(#1c2624, #e6ecea); --quiet: light-dark(#54625e, #a3b1ad);
  --tone: light-dark(#0b6156, #5cc9b4); --on-tone: light-dark(#fff, #08211c); }
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, 'Segoe UI', 'Noto Sans', 'Noto Sans Arabic', Tahoma, sans-serif; }
main { max-width: 40rem; margin: 0 auto; overflow-wrap: anywhere; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.35; }
h2 { margin: 0 0 .5rem; font-size: 1.2rem; line-height: 1.4; }
h3 { margin: 1.25rem 0 .5rem; font-size: 1rem; }
p { margin: .4rem 0; }
a { color: var(--tone); }
ul { margin: .25rem 0; padding-inline-start: 1.25rem; }
section { margin: 1rem 0; padding: 1.1rem 1.15rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .75rem; }
.center { color: var(--quiet); font-size: .95rem; }
.standing { font-weight: 600; }
.quiet, footer { color: var(--quiet); font-size: .925rem; }
.quiet span { margin-inline-end: .9rem; display: inline-block; }
.saved { padding: .5rem .8rem; border: 1px solid var(--tone); border-radius: .5rem; color: var(--tone); }
.courses { padding: 0; list-style: none; }
.courses li { padding: .7rem 0; border-top: 1px solid var(--line); }
.course { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .1rem 1rem; }
.course span { color: var(--quiet); }
.links { display: flex; flex-wrap: wrap; gap: .4rem 1.25rem; }
progress { display: block; width: 100%; height: .6rem; margin: .35rem 0 .5rem; border: 0; border-radius: 1rem;
  overflow: hidden; background: var(--line); accent-color: var(--tone); }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--tone); }
progress::-moz-progress-bar { background: var(--tone); }
fieldset { margin: .75rem 0 0; padding: 0; border: 0; min-inline-size: 0; }
legend { padding: 0; margin-bottom: .35rem; font-weight: 600; }
button { min-height: 2.75rem; margin: .15rem 0; margin-inline-end: .4rem; padding: .4rem 1.1rem; border: 1px solid var(--tone);
  border-radius: .5rem; background: transparent; color: var(--tone); font: inherit; cursor: pointer; }
button[aria-pressed='true'] { background: var(--tone); color: var(--on-tone); }
:focus-visible { outline: 3px solid var(--tone); outline-offset: 2px; }
@media print { body { background: none; } form, footer { display: none; } }
`

export const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`)

/** As a source in a content security policy. */
export const STYLE_SOURCE = `'sha256-${sha256(STYLE).toString('base64')}'`
