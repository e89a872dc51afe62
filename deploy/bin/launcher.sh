# Sourced by the commands beside it. They set: module (the folder of the command's Maven module, under
# deploy/), main (its class), perhaps parts (folders of further modules that it starts, inside that one);
# perhaps train (a command whose run shows which classes are needed) and train_main (its class, if another);
# then call `launch "$@"`. Works in a checkout, which it builds when needed,
# and in an unpacked distribution, whose jars lie in ../lib.
#
# Environment:
#   JAVA_HOME         the JDK to use (17 or later); otherwise `java` of the PATH
#   TOCSIN_JAVA_OPTS  more options for the JVM, such as -Xmx4g

bin=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
command_name=$(basename "$0")

say() { printf '%s: %s\n' "$command_name" "$*" >&2; }
fail() { say "$@"; exit 1; }

# Sets java and java_major.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it"
  else
    java=$(command -v java) || fail "no java found: install a JDK 17 or later, or set JAVA_HOME"
  fi
  # The first line is: openjdk version "17.0.15" 2025-04-15
  java_major=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${java_major:-0}" -ge 17 ] ||
    fail "$java is Java ${java_major:-of an unknown version}; 17 or later is needed: set JAVA_HOME"
}

# True when the module's jar is missing or older than a source it is made of.
is_stale() {
  local stamp=$target/built.stamp
  [ -e "$stamp" ] && compgen -G "$target/tocsin-*.jar" >/dev/null && [ -d "$target/lib" ] || return 0
  # A folder too many, such as */src of a module without parts, is not found, and does no harm.
  [ -n "$(find "$root"/pom.xml "$root"/{pipeline,connectors,deploy/worker,"deploy/$module"}/{pom.xml,src/main} \
    "$root/deploy/$module"/*/{pom.xml,src/main} \
    -newer "$stamp" -print -quit 2>/dev/null)" ]
}

# Holds the lock as long as this process lives; a lock whose owner is gone is taken over.
lock() {
  local owner told=
  until mkdir "$lock" 2>/dev/null; do
    owner=$(cat "$lock/pid" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$lock"
    else
      [ -n "$told" ] || say "waiting for the build of another start (process ${owner:-unknown})"
      told=yes
      sleep 0.2
    fi
  done
  echo $$ >"$lock/pid"
  trap 'rm -rf "$lock"' EXIT
  trap 'exit 130' INT TERM
}

unlock() {
  trap - EXIT INT TERM
  rm -rf "$lock"
}

build() {
  local started=$SECONDS log=$target/build.log modules=deploy/$module part began
  for part in ${parts:-}; do
    modules+=,deploy/$module/$part
  done
  command -v mvn >/dev/null || fail "Maven is needed for the first build: install it (mvn), 3.8 or later"
  mkdir -p "$target"
  began=$(mktemp "$target/built.XXXXXX")
  say "building once: some seconds, or minutes if Maven must download first"
  if ! (cd "$root" && mvn -B -ntp -Dquick -Dmaven.test.skip=true -pl "$modules" -am package) \
    >"$log" 2>&1 </dev/null; then
    grep -E '^\[ERROR\]' "$log" | head -n 20 >&2 || tail -n 20 "$log" >&2
    rm -f "$began"
    fail "the build failed; all that Maven said is in $log"
  fi
  rm -f "$target"/classes-*.jsa*
  mv "$began" "$target/built.stamp"
  say "built in $((SECONDS - started)) s"
}

# Runs the command given in train once, for what the JVM then keeps of its classes (class data sharing):
# broker and worker start in about two thirds of the time. An empty file says that this JVM cannot.
train() {
  local scratch
  scratch=$(mktemp -d)
  printf 'timestamp,value\n2020-01-01 00:00:00,1\n2020-01-01 00:01:10,2\n' >"$scratch/one.csv"
  say "preparing faster starts on Java $java_major"
  # Its own folder for temporary files: it is to see nothing of what else runs here.
  "$java" "@$bin/jvm.options" -XX:ArchiveClassesAtExit="$scratch/classes" -Djava.io.tmpdir="$scratch" \
    -cp "$class_path" "${train_main:-$main}" $train --out "$scratch/out" "$scratch/one.csv" >"$archive.log" 2>&1 </dev/null ||
    : >"$scratch/classes"
  # Another start may look at any moment: whole, or not there.
  { mv "$scratch/classes" "$archive.new" && mv "$archive.new" "$archive"; } 2>/dev/null || : >"$archive"
  rm -rf "$scratch"
}

# Sets class_path and archive (prepared classes, or a file that is empty or missing).
prepare() {
  if [ -d "$bin/../lib" ]; then
    target=$(cd "$bin/../lib" && pwd -P)
    lock=$target/.lock
    class_path=$target/*
  else
    root=$(cd "$bin/../.." && pwd -P)
    target=$root/deploy/$module/target/launcher
    lock=$root/deploy/.build-lock
    if is_stale; then
      lock
      ! is_stale || build
      unlock
    fi
    class_path=$(compgen -G "$target/tocsin-*.jar" | head -n 1):$target/lib/*
  fi
  archive=$target/classes-$java_major.jsa
  if [ -n "${train:-}" ] && [ ! -e "$archive" ] && [ -w "$target" ]; then
    lock
    [ -e "$archive" ] || train
    unlock
  fi
}

launch() {
  find_java
  prepare
  local options=("@$bin/jvm.options")
  if [ -s "$archive" ]; then
    # What does not fit is not used, without a word.
    options+=(-XX:SharedArchiveFile="$archive" -Xshare:auto "-Xlog:cds*=off")
  fi
  if [ "$java_major" -ge 22 ]; then
    options+=(--enable-native-access=ALL-UNNAMED)
  fi
  if [ "$java_major" -ge 24 ]; then
    options+=(--sun-misc-unsafe-memory-access=allow)
  fi
  # Unquoted on purpose: the variable holds words.
  # shellcheck disable=SC2086
  [ "${1:-}" = worker ] && options+=(-Dtocsin.log=info)
  # RocksDB's memtables come and go in blocks of 256 KiB. Left to itself the C library learns from the first that is
  # freed to keep all such blocks among what stays, and never gets the holes between filled: memory would grow for
  # hours. So it maps each on its own, and gives it back.
  export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-131072}"
  # What it tells people to type is what they typed.
  options+=(-Dtocsin.command="$0")
  # Colours, bars and redrawn screens are for people only.
  [ -t 1 ] && options+=(-Dtocsin.terminal=true)
  exec "$java" "${options[@]}" ${TOCSIN_JAVA_OPTS:-} -cp "$class_path" "$main" "$@"
}
