export const notices = {
  unavailable: (system: string) => `${system} does not respond. The work waits and continues by itself.`,
  recovering: (system: string) => `${system} responds again. The work that waited is being done.`,
}
