"""What `fluxc build` does to its output folder, and what its exit status says.

Each function whose name begins with `case_` runs in a folder of its own that holds a copy of a small project.
"""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

import yaml

FLUXC = str(Path(os.environ["FLUXC"]).resolve())
FINE, ERRORS, MISUSE, STALE, MACHINE = range(5)

PROJECT = """\
type Note { text: string = "hello ${key}" }
type Top {
  notes: map<string, Note> = {}
  emit file {
    for name, note in notes { file "notes/${name}.txt" { content = note.text } }
  }
  emit kubernetes {
    for name, note in notes {
      manifest ConfigMap "${name}" { metadata.namespace = "demo", data = { text = note.text } }
    }
  }
}
environment prod : Top {
  notes = { a = {}, b = {} }
}
"""


def fluxc(*arguments, status=FINE, settings=None, program=FLUXC, **how):
    result = subprocess.run([program, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                            env=settings, timeout=60, **how)
    assert result.returncode == status, f"{arguments}: exit status {result.returncode}, not {status}\n{result.stderr}"
    return result


def tree(folder="out"):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file()}


def edit(old, new):
    file = Path("main.flux")
    file.write_text(file.read_text().replace(old, new))


def case_foreign_files():
    """files that fluxc did not write stay byte for byte, whatever is built"""
    fluxc("build", "main.flux", "-o", "out")
    foreign = {"out/README.md": b"\r\nmine \xff\0", "out/prod/mine.yaml": b"a: 1", "out/prod/notes/mine.txt": b"",
               "out/other/deep/file": b"\n"}
    for name, data in foreign.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(data)
    edit("b = {}", "c = {}")
    fluxc("build", "main.flux", "-o", "out")
    for name, data in foreign.items():
        assert Path(name).read_bytes() == data, name
    files = tree()
    assert "prod/notes/c.txt" in files and "prod/notes/b.txt" not in files, files.keys()


def case_nothing_to_write():
    """a second build writes nothing"""
    fluxc("build", "main.flux", "-o", "out")
    before = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")}
    fluxc("build", "main.flux", "-o", "out")
    assert before == {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")}


def case_errors_write_nothing():
    """errors: status 1, and the output is as it was"""
    fluxc("build", "main.flux", "-o", "out")
    before = tree()
    edit("b = {}", "b = { text = 7 }")
    fluxc("build", "main.flux", "-o", "out", status=ERRORS)
    assert tree() == before


def case_check_and_dry_run():
    """--check says whether a build would write, --dry-run what; neither writes"""
    fluxc("build", "main.flux", "-o", "out", "--check", status=STALE)
    assert not Path("out").exists()
    fluxc("build", "main.flux", "-o", "out")
    fluxc("build", "main.flux", "-o", "out", "--check")
    before = tree()
    edit("hello", "good morning")
    fluxc("build", "main.flux", "-o", "out", "--check", status=STALE)
    diff = fluxc("build", "main.flux", "-o", "out", "--dry-run").stdout
    assert "-hello a" in diff and "+good morning a" in diff, diff
    assert tree() == before


def case_misuse():
    """a command line that makes no sense: status 2"""
    fluxc("build", "main.flux", "--no-such-option", status=MISUSE)
    fluxc("build", "main.flux", "--target", "paper", status=MISUSE)


def case_machine():
    """a folder that cannot be made: status 4, also for root"""
    Path("out").write_text("a file stands here")
    fluxc("build", "main.flux", "-o", "out", status=MACHINE)
    assert Path("out").read_text() == "a file stands here"
    if os.geteuid() != 0:  # nothing is unwritable for root
        Path("locked").mkdir(mode=0o500)
        fluxc("build", "main.flux", "-o", "locked/out", status=MACHINE)


def refused(before, code, advice, **how):
    """A build that the machine does not let write says so and what to do, and leaves everything as it was."""
    said = fluxc("build", "main.flux", "-o", "out", status=MACHINE, **how).stderr
    assert code in said and advice in said, said
    assert tree() == before, sorted(tree().keys() ^ before.keys())
    fluxc("verify", "out", status=STALE)  # the sources have changed, and nothing is half done
    assert tree() == before


def case_disk_full():
    """no space for one file more: nothing has changed; with space, the build is made"""
    fluxc("build", "main.flux", "-o", "out")
    before = tree()
    edit("b = {}", f'b = {{ text = "{"x" * 100000}" }}')

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))

    refused(before, "E7201", "ulimit -f", preexec_fn=limit, restore_signals=False)
    # With the signal it is a kill.
    child = subprocess.run([FLUXC, "build", "main.flux", "-o", "out"], capture_output=True, timeout=60,
                           preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16)))
    assert child.returncode == -signal.SIGXFSZ, child
    assert {name: data for name, data in tree().items() if "/.flux-staging/" not in name} == before
    fluxc("build", "main.flux", "-o", "out")
    fluxc("verify", "out")
    if os.path.exists("/dev/full"):
        with open("/dev/full", "w") as full:
            streamed = subprocess.run([FLUXC, "build", "main.flux", "--target", "kubernetes", "-o", "-"], stdout=full,
                                      stderr=subprocess.PIPE, text=True, timeout=60)
        assert streamed.returncode == MACHINE and "error" in streamed.stderr, streamed


def case_stale_lock():
    """who holds the folder and lives is waited for, shortly; the lock of a dead process is none"""
    fluxc("build", "main.flux", "-o", "out")
    before = tree()
    edit("b = {}", "c = {}")
    holder = subprocess.Popen([sys.executable, "-c", "import fcntl, os, time\n"
                               "fcntl.flock(os.open('out/prod', os.O_RDONLY), fcntl.LOCK_EX)\n"
                               "print('locked', flush=True)\ntime.sleep(600)"], stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"locked\n"
    refused(before, "E7104", "wait until it has ended")
    holder.kill()
    holder.wait()
    begin = time.monotonic()
    fluxc("build", "main.flux", "-o", "out")
    assert time.monotonic() - begin < 2, "it waited for a dead process"
    fluxc("verify", "out")


def case_read_only():
    """a folder that may not be written to: nothing has changed"""
    fluxc("build", "main.flux", "-o", "out")
    before = tree()
    edit("b = {}", "c = {}")
    # For root nothing is unwritable, so another user asks, with a copy that he can reach.
    shutil.copy(FLUXC, "fluxc")
    os.chmod(".", 0o755)
    who = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    for folder in ("out/prod/notes", "out/prod"):
        os.chmod(folder, 0o555)
    try:
        refused(before, "E7201", "make it writable", program="./fluxc", settings={}, **who)
    finally:
        for folder in ("out/prod", "out/prod/notes"):
            os.chmod(folder, 0o755)
    fluxc("build", "main.flux", "-o", "out")
    fluxc("verify", "out")


def case_stream():
    """-o - streams YAML, without a home and in a folder that is not written to"""
    before = tree(".")
    result = fluxc("build", "main.flux", "--target", "kubernetes", "-o", "-", settings={})
    documents = list(yaml.safe_load_all(result.stdout))
    assert [document["metadata"]["name"] for document in documents] == ["a", "b"], documents
    assert tree(".") == before
    fluxc("build", "main.flux", "-o", "-", status=MISUSE)


def case_killed():
    """killed at any moment: every file is whole, and the next build gives what an undisturbed one gives"""
    names = ", ".join(f"n{i} = {{}}" for i in range(300))
    edit("a = {}, b = {}", names)
    fluxc("build", "main.flux", "-o", "whole")
    begin = time.monotonic()
    fluxc("build", "main.flux", "-o", "timed")
    duration = time.monotonic() - begin
    whole = tree("whole")
    moments = random.Random(1)
    for _ in range(12):
        child = subprocess.Popen([FLUXC, "build", "main.flux", "-o", "out"], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0, duration))
        child.send_signal(signal.SIGKILL)
        child.wait()
        for name, data in tree("out").items() if Path("out").exists() else ():
            assert name not in whole or data == whole[name], f"{name} is half written"
    fluxc("build", "main.flux", "-o", "out")
    assert tree("out") == whole, sorted(tree("out").keys() ^ whole.keys())


failed = False
for name, case in [item for item in globals().items() if item[0].startswith("case_")]:
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("main.flux").write_text(PROJECT)
        try:
            case()
        except Exception:
            failed = True
            print(f"{case.__doc__}:\n{traceback.format_exc()}")
        os.chdir("/")
sys.exit(failed)
