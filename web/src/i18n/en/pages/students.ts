export const students = {
  empty: 'No students match',
  emptyText: 'Change or clear the filters.',
  none: 'Nobody has applied yet',
  noneText: 'Students appear here once they apply to a program whose intake is on, or are enrolled.',
  search: 'Name, email or number',
  task: 'Open task',
  bulk: 'Bulk operation …',
  order: 'Order',
  orders: { name: 'By name', recent: 'Latest change', waiting: 'Longest wait' },
}
