import { receiveWebhook } from '@/lib/webhooks/receive'

export const POST = receiveWebhook
