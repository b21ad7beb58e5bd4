#!/bin/sh
# A Chromium for the browser tests: one that is there, else Debian's package, else Playwright's own.
set -eu
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if ls "${HOME:-/nonexistent}"/.cache/ms-playwright/chromium-*/ >/dev/null 2>&1; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Chromium (Debian's package) …"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 && exit 0
fi
echo "Installing Chromium (Playwright's own) …"
.venv/bin/python -m playwright install chromium || {
  echo "No Chromium for the browser tests: apt-get install chromium, then run make test again." >&2
  exit 1
}
