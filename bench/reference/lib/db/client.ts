import { neon, neonConfig } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-http'
import { variable } from '../variable'
import * as schema from './schema'

// Local Neon answers at the connection string's port.
neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`

export const db = drizzle({ client: neon(variable('DATABASE_URL')), schema })
