import { passToNeonAuth } from '@/lib/auth/api'

export const GET = passToNeonAuth
export const POST = passToNeonAuth
