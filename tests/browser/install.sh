#!/bin/sh
# A Chromium for the browser tests: Debian's without what draws windows, which needs half the work, else its whole
# one, else Playwright's own.
set -eu
has() { command -v "$1" >/dev/null 2>&1; }
install() {
  has apt-get && [ "$(id -u)" = 0 ] || return 1
  echo "Installing Chromium (Debian's $1) …"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null 2>&1
}
if has chromium-headless-shell; then exit 0; fi
if has apt-get && [ "$(id -u)" = 0 ]; then apt-get update -qq -o Acquire::http::Timeout=20 >/dev/null 2>&1 || true; fi
if install chromium-headless-shell; then exit 0; fi
for name in chromium chromium-browser google-chrome; do
  if has "$name"; then exit 0; fi
done
if ls "${HOME:-/nonexistent}"/.cache/ms-playwright/chromium_headless_shell-*/ >/dev/null 2>&1; then exit 0; fi
if install chromium; then exit 0; fi
echo "Installing Chromium (Playwright's own) …"
.venv/bin/python -m playwright install chromium || {
  echo "No Chromium for the browser tests: apt-get install chromium, then run make test again." >&2
  exit 1
}
