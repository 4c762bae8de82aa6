// Runs before the page is drawn, so that it appears at once in the right direction and colors.
// Not inline: the content security policy allows no inline script.
{
  const root = document.documentElement
  const language = localStorage.getItem('training-language') ?? navigator.language
  if (language.startsWith('ar')) {
    root.lang = 'ar'
    root.dir = 'rtl'
  }
  const scheme = localStorage.getItem('training-color-scheme')
  const isDark =
    scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light')
}
