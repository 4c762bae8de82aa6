import { html, type Html } from '../../html.js'
import { layout } from './layout.js'

/** `failure` says why the last attempt did not work. */
export const loginPage = (organization: string, failure: string | null): Html =>
  layout(
    organization,
    html`<main class="login">
      <h1>${organization}</h1>
      ${failure !== null && html`<p class="message failed" role="alert">${failure}</p>`}
      <form method="post" action="/login">
        <label
          >API key <input name="key" type="password" autocomplete="current-password" required autofocus
        /></label>
        <button class="primary">Log in</button>
      </form>
      <p class="hint">The key is in the file <code>data/api-key</code>, which the first start creates.</p>
    </main>`,
  )
