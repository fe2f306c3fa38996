import { describe, expect, it } from 'vitest'
import { isCommonPassword } from '@/lib/auth/common-passwords'

describe('isCommonPassword', () => {
  it.each([
    'password',
    'PassWord!',
    'password123',
    'P@ssw0rd',
    'qwertyui',
    'ytrewq'.repeat(2),
    '87654321',
    'aaaaaaaaaa',
    'abcdefgh',
    'iloveyou2',
    'letmein1!',
    'sunshine99',
    'ｐａｓｓｗｏｒｄ',
  ])('knows %s', (password) => expect(isCommonPassword(password)).toBe(true))

  it.each(['correct horse battery', 'long enough password', 'пароль на каждый день', 'k7!vQ2#xLm'])(
    'lets %s be',
    (password) => expect(isCommonPassword(password)).toBe(false),
  )
})
