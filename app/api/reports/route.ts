import { receiveReports } from '@/lib/reports/receive'

export const POST = receiveReports
