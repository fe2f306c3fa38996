import type { Addresses } from '../context'

/** How each driver and tool reaches this local Neon. */
export function snippets(addresses: Addresses): { name: string; code: string }[] {
  const { databaseUrl, databaseUrlUnpooled, sqlEndpoint } = addresses
  return [
    {
      name: 'Neon’s driver over HTTP',
      code: `import { neon, neonConfig } from '@neondatabase/serverless'

neonConfig.fetchEndpoint = '${sqlEndpoint}'
const sql = neon('${databaseUrl}')`,
    },
    {
      name: 'Neon’s driver over WebSockets',
      code: `import { neonConfig, Pool } from '@neondatabase/serverless'

neonConfig.wsProxy = (host, port) => \`\${host}:\${port}/v2\`
neonConfig.useSecureWebSocket = false
const pool = new Pool({ connectionString: '${databaseUrl}' })`,
    },
    {
      name: 'node-postgres',
      code: `import { Pool } from 'pg'

const pool = new Pool({ connectionString: '${databaseUrlUnpooled}' })`,
    },
    {
      name: 'postgres.js',
      code: `import postgres from 'postgres'

const sql = postgres('${databaseUrlUnpooled}')`,
    },
    { name: 'psql and other tools', code: `psql '${databaseUrlUnpooled}'` },
  ]
}
