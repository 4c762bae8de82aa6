import { Html } from '../../src/html.js'

export const STYLE = new Html(`
:root { color-scheme: light dark; --line: light-dark(#dcd6db, #453c43); --soft: light-dark(#6d6069, #a99aa5);
  --accent: light-dark(#714b67, #d5a6c8); --card: light-dark(#fff, #262126); --ground: light-dark(#f7f5f7, #1a171a); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); font: 15px/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; padding: .75rem 1.25rem;
  background: var(--card); border-bottom: 1px solid var(--line); }
nav { display: flex; flex-wrap: wrap; gap: .1rem 1rem; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem 1.25rem 3rem; }
a { color: var(--accent); text-decoration: none; } p a, li a, a:hover { text-decoration: underline; }
h1 { font-size: 1.3rem; } h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); }
th, td { padding: .35rem .6rem; text-align: start; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 500; }
tr.archived td { color: var(--soft); }
.bar { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .75rem 0; }
.bar form { display: flex; gap: .5rem; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); gap: .6rem 1.5rem;
  padding: 1rem; background: var(--card); border: 1px solid var(--line); }
.fields label { display: grid; gap: .1rem; color: var(--soft); font-size: .85rem; }
.fields .wide { grid-column: 1 / -1; }
.fields p { margin: 0; color: light-dark(#222, #ddd); font-size: 15px; overflow-wrap: anywhere; }
input, select, textarea, button { font: inherit; padding: .3rem .5rem; border: 1px solid var(--line); border-radius: .3rem; }
input[type=checkbox] { justify-self: start; }
button { background: var(--accent); color: light-dark(#fff, #1a171a); border: 0; padding: .35rem .9rem; cursor: pointer; }
.hint { color: var(--soft); } .problem { border-inline-start: 4px solid #c0392b; padding: .5rem 1rem; background: var(--card); }
`)
