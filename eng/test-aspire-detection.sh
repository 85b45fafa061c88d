#!/usr/bin/env bash
# Proves both answers of the Aspire detection on copies of this repository, without a network:
# a folder feed that holds a package named Aspire.Hosting.AppHost of the pinned version → true; an empty folder feed → false.
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
version="$(sed -n 's:.*<AspireVersion>\(.*\)</AspireVersion>.*:\1:p' "$root/Directory.Packages.props")"
passed=0 failed=0

# A package is a zip file, and MSBuild is the one packer that is sure to be here.
feed_with_aspire() {
  mkdir -p "$1" "$work/package"
  cat > "$work/package/Aspire.Hosting.AppHost.nuspec" <<NUSPEC
<?xml version="1.0"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
<id>Aspire.Hosting.AppHost</id><version>$version</version><authors>test</authors><description>Stands in for the real one.</description>
</metadata></package>
NUSPEC
  cat > "$work/package/[Content_Types].xml" <<TYPES
<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="nuspec" ContentType="application/octet" /></Types>
TYPES
  cat > "$work/pack.proj" <<PROJECT
<Project><Target Name="Pack"><ZipDirectory SourceDirectory="$work/package" DestinationFile="$1/Aspire.Hosting.AppHost.$version.nupkg" /></Target></Project>
PROJECT
  dotnet msbuild "$work/pack.proj" --nologo -v:quiet
}

# copy NAME FEED: the files the build rules need, with a NuGet.config that knows only FEED.
copy() {
  mkdir -p "$work/$1"
  (cd "$root" && git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done | tar -cf - --null -T -) | tar -xf - -C "$work/$1"
  # The analyzer package is asked of every project, the probe too; here only the probe's own package matters.
  sed -i '/<GlobalPackageReference/d' "$work/$1/Directory.Packages.props"
  cat > "$work/$1/NuGet.config" <<CONFIG
<configuration>
  <config><add key="globalPackagesFolder" value="$work/packages-$1" /></config>
  <packageSources><clear /><add key="only" value="$2" /></packageSources>
</configuration>
CONFIG
}

# expect WHAT NAME ANSWER COMMAND…
expect() {
  local what="$1" name="$2" answer="$3"; shift 3
  (cd "$work/$name" && rm -rf artifacts && unset UseAspire && "$@" >"$work/log" 2>&1) || true
  local got; got="$(sed -n 's:.*<UseAspire>\(.*\)</UseAspire>.*:\1:p' "$work/$name/artifacts/aspire.props" 2>/dev/null || true)"
  local lines; lines="$(grep -c '^ *Aspire: ' "$work/log" || true)"
  if [ "$got" = "$answer" ] && { [ -z "$answer" ] || [ "$lines" -ge 1 ]; }; then
    echo "passed: $what → ${answer:-no answer asked for}"; passed=$((passed + 1))
  else
    echo "FAILED: $what → \"$got\" with $lines lines, expected \"$answer\""; tail -20 "$work/log"; failed=$((failed + 1))
  fi
}

mkdir -p "$work/feed-without"
feed_with_aspire "$work/feed-with"
copy with "$work/feed-with"
copy without "$work/feed-without"
target=(-t:DetectAspire --nologo -v:minimal)

expect "project, feed with Aspire" with true dotnet msbuild CarbonApp.AppHost/CarbonApp.AppHost.csproj "${target[@]}"
expect "solution, feed with Aspire" with true dotnet msbuild CarbonApp.sln "${target[@]}"
expect "project, feed without" without false dotnet msbuild CarbonApp.AppHost/CarbonApp.AppHost.csproj "${target[@]}"
expect "solution, feed without" without false dotnet msbuild CarbonApp.sln "${target[@]}"
expect "forced off by -p:" with "" dotnet msbuild CarbonApp.AppHost/CarbonApp.AppHost.csproj "${target[@]}" -p:UseAspire=false
expect "forced off by the environment" with "" env UseAspire=false dotnet msbuild CarbonApp.AppHost/CarbonApp.AppHost.csproj "${target[@]}"

# Forced on where the feed has none: a clear failure that names the missing package or SDK, not a silent fall-back.
if (cd "$work/without" && rm -rf artifacts && UseAspire=true dotnet restore CarbonApp.AppHost >"$work/log" 2>&1); then
  echo "FAILED: UseAspire=true restored without Aspire"; failed=$((failed + 1))
elif grep -qE 'Aspire\.(AppHost\.Sdk|Hosting)' "$work/log"; then
  echo "passed: UseAspire=true without the packages fails naming them"; passed=$((passed + 1))
else
  echo "FAILED: UseAspire=true fails without naming Aspire"; tail -20 "$work/log"; failed=$((failed + 1))
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
