#!/usr/bin/env bash
# Builds what is given out: for each platform one executable with its SQL files, the list of what it is made of (SBOM, CycloneDX) and the notices of its parts.
#   packaging/publish.sh [FOLDER [PLATFORM]…]      default: artifacts, for linux-x64 linux-arm64 win-x64
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-artifacts}
shift || true
platforms=("$@")
[ ${#platforms[@]} -gt 0 ] || platforms=(linux-x64 linux-arm64 win-x64)

for platform in "${platforms[@]}"; do
  rm -rf "${out:?}/$platform"
  dotnet publish src/TelegramCrm.Cli -c Release -r "$platform" -p:PublishProfile=standalone -o "$out/$platform"
done
dotnet run packaging/Components.cs -- "$out"
for platform in "${platforms[@]}"; do
  cp "$out/sbom.cdx.json" "$out/THIRD-PARTY-NOTICES.md" sync.config.json sync.config.schema.json "$out/$platform/"
done
