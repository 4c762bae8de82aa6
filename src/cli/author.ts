/** Who is the author of what a command changes. */
export const commandLineAuthor = () => `${process.env['USER'] ?? 'operator'} (command line)`
