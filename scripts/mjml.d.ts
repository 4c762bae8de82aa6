/** MJML ships no types: what we use of it. */
declare module 'mjml' {
  interface Compiled {
    html: string
    errors: { formattedMessage: string }[]
  }
  export default function mjml2html(
    source: string,
    options: { filePath: string; includePath: string; ignoreIncludes: boolean; keepComments: boolean },
  ): Promise<Compiled>
}
