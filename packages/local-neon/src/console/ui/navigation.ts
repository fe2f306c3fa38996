/** The console's sections, in the navigation's groups and order. */
export const navigation: { group: string; sections: { path: string; name: string }[] }[] = [
  { group: '', sections: [{ path: '/', name: 'Overview' }] },
  {
    group: 'Database',
    sections: [
      { path: '/tables', name: 'Tables' },
      { path: '/sql', name: 'SQL' },
      { path: '/statements', name: 'Statements' },
      { path: '/branches', name: 'Branches' },
      { path: '/snapshots', name: 'Snapshots' },
    ],
  },
  {
    group: 'Auth',
    sections: [
      { path: '/users', name: 'Users' },
      { path: '/mailbox', name: 'Mailbox' },
      { path: '/requests', name: 'Auth requests' },
      { path: '/settings', name: 'Settings' },
      { path: '/webhooks', name: 'Webhooks' },
    ],
  },
  {
    group: 'Testing',
    sections: [
      { path: '/traces', name: 'Traces' },
      { path: '/faults', name: 'Faults' },
    ],
  },
]
