/** HTML pages of Odoo, and of a proxy in front of it. */
const page = (title: string, text: string) =>
  `<!doctype html>\n<html lang=en>\n<title>${title}</title>\n<h1>${title.replace(/^\d+ /, '')}</h1>\n<p>${text}</p>\n`

export const BAD_REQUEST = page('400 Bad Request', 'Bad Request')
export const UNSUPPORTED_MEDIA_TYPE = page('415 Unsupported Media Type', 'Unsupported Media Type')
export const NO_DATABASE = page('404 Not Found', 'No database is selected.')
export const NOT_FOUND = `<!DOCTYPE html>\n<html lang="en-US">\n<title>Page Not Found | My Website</title>\n<h1>Error 404</h1>\n`
export const REDIRECTING = page('Redirecting...', 'You should be redirected automatically.')
export const POOL_EXHAUSTED = page('500 Internal Server Error', 'The server encountered an internal error.')
export const BAD_GATEWAY =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n'
export const LOGIN = page('Login | My Website', 'Log in')
export const NEUTRALIZED_LOGIN = page(
  'Login | My Website',
  'Log in<div id="oe_neutralize_ribbon">Neutralized</div>',
)
