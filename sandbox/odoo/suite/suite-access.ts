/** Rights on a suite model per group: the letters of r(ead), w(rite), c(reate), u(nlink). */
export function suiteAccess(manager: string, agent: string, teacher: string, accounting: string) {
  const group = (name: string) => `grants_training_suite_v2.group_${name}`
  return {
    [group('manager')]: manager,
    [group('agent')]: agent,
    [group('teacher')]: teacher,
    [group('accounting_view')]: accounting,
  }
}
