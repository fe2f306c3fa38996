import type { MetadataRoute } from 'next'
import { siteDescription, siteName } from '@/components/site'

/** What a phone needs to put the app on its home screen. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: siteName,
    description: siteDescription,
    start_url: '/',
    display: 'standalone',
    background_color: '#fcfcfb',
    theme_color: '#0c6b5d',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icons/192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/512.png', sizes: '512x512', type: 'image/png' },
    ],
  }
}
