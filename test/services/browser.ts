/** A real Chromium. Guard tests that use it with `skipUnless(['chromium'], 'smoke' | 'full')`. */
import { chromium, type Browser } from 'playwright-core'

/** Works as root in a container: no sandbox, no shared memory, no GPU. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] })
}
