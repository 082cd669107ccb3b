// What Maven runs: installs the browser driver, and axe for the tests, once. Playwright for Java expects it in a folder called "package",
// hence the alias in package.json.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const stamp = join(here, 'node_modules', '.balie-install');
const lock = readFileSync(join(here, 'package-lock.json'), 'utf8');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  const windows = process.platform === 'win32';
  const words = ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync(windows ? 'npm.cmd' : 'npm', words, {
    cwd: here,
    stdio: 'inherit',
    shell: windows,
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
  });
  if (done.status !== 0) {
    console.error('packaging/acceptance: "npm ci" failed; the lines above say why.');
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}
