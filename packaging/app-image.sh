#!/bin/sh
# Makes the application image of the staff client for this system: target/app-image/digitale-balie.
# Started by "./balie package", which found the JDK and built the jars.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
work="$here/target/app-image"
jdk=$JAVA_HOME/bin
rm -rf "$work"
mkdir -p "$work/libs" "$work/jmods"

# Class path jars go into the image as they are: jlink refuses automatic modules such as ice4j.
# JavaFX goes into the runtime instead; from plain jars it would unpack its natives into the user's folder at
# the first start, which locked-down desktops forbid.
cp "$here"/client/desktop/target/client-desktop-*.jar "$work/libs/"
tr ':' '\n' < "$here/client/desktop/target/classpath.txt" | while read -r jar; do
  case "$jar" in
    */org/openjfx/*) ;;
    *) cp "$jar" "$work/libs/" ;;
  esac
done

tr ':' '\n' < "$here/client/desktop/target/classpath.txt" | grep '/org/openjfx/.*-\(linux\|mac\|win\)' | while read -r jar; do
  module=$(basename "$jar" | sed 's/^javafx-\([a-z]*\)-.*/\1/')
  mkdir -p "$work/fx/$module/classes" "$work/fx/$module/libs"
  (cd "$work/fx/$module/classes" && "$jdk/jar" xf "$jar")
  find "$work/fx/$module/classes" -maxdepth 1 \( -name '*.so' -o -name '*.dll' -o -name '*.dylib' \) -exec mv {} "$work/fx/$module/libs/" \;
  rm -rf "$work/fx/$module/classes/META-INF"
  "$jdk/jmod" create --class-path "$work/fx/$module/classes" --libs "$work/fx/$module/libs" "$work/jmods/javafx.$module.jmod"
done

"$jdk/jlink" --module-path "$work/jmods" \
  --add-modules java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.crypto.ec,jdk.localedata,jdk.unsupported,javafx.base,javafx.graphics,javafx.controls \
  --include-locales=nl,en --strip-debug --no-header-files --no-man-pages --compress=zip-6 --output "$work/runtime"

main_jar=$(basename "$work"/libs/client-desktop-*.jar)
"$jdk/jpackage" --type app-image --name digitale-balie --app-version 0.1.0 --vendor "Digitale balie" \
  --runtime-image "$work/runtime" --input "$work/libs" --main-jar "$main_jar" --main-class nl.digitalebalie.desktop.Main \
  --java-options --enable-native-access=ALL-UNNAMED,javafx.graphics --java-options -Dice4j.harvest.mapping.aws.enabled=false \
  --dest "$work"

# The process that draws documents is started by the image's own java (desktop.viewer).
find "$work/digitale-balie" -path '*/bin/java' -o -path '*/bin/java.exe' | grep -q . \
  || { echo "app-image: the runtime has no java launcher, documents could not be shown" >&2; exit 1; }

du -sh "$work/digitale-balie"
