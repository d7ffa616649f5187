/* killed_at N PROGRAM ARGUMENT...: runs the program, and ends it with SIGKILL at its Nth call that changes
 * the disk, before the call is made. Exits with 0 when it was killed, 1 when it ended by itself, 77 where
 * programs cannot be traced. What the program itself runs is not looked at. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int changes_disk(const struct __ptrace_syscall_info* call) {
  switch (call->entry.nr) {
#ifdef SYS_open
    case SYS_open:
      return (call->entry.args[1] & O_CREAT) != 0;
#endif
#ifdef SYS_rename
    case SYS_rename:
    case SYS_unlink:
    case SYS_mkdir:
    case SYS_rmdir:
      return 1;
#endif
#ifdef SYS_renameat
    case SYS_renameat:
      return 1;
#endif
    case SYS_openat:
      return (call->entry.args[2] & O_CREAT) != 0;
    case SYS_write:
      return call->entry.args[0] > 2;
    case SYS_renameat2:
    case SYS_unlinkat:
    case SYS_mkdirat:
    case SYS_fsync:
    case SYS_fdatasync:
    case SYS_ftruncate:
      return 1;
    default:
      return 0;
  }
}

int main(int count, char** words) {
  if (count < 3) return 2;
  long left = atol(words[1]);
  const pid_t child = fork();
  if (child == 0) {
    if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0) _exit(77);
    raise(SIGSTOP);
    execv(words[2], words + 2);
    _exit(2);
  }
  int status;
  if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return 77;
  if (ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL | PTRACE_O_TRACECLONE) !=
      0)
    return 77;
  ptrace(PTRACE_SYSCALL, child, 0, 0);
  for (;;) {
    const pid_t thread = waitpid(-1, &status, __WALL);
    if (thread < 0) return 77;
    if (WIFEXITED(status) || WIFSIGNALED(status)) {
      if (thread == child) return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && left <= 0 ? 0 : 1;
      continue;
    }
    int passed_on = WSTOPSIG(status);
    if (passed_on == (SIGTRAP | 0x80)) {
      struct __ptrace_syscall_info call;
      if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof call, &call) <= 0) return 77;
      if (call.op == PTRACE_SYSCALL_INFO_ENTRY && changes_disk(&call) && --left == 0) {
        kill(child, SIGKILL);
        continue;
      }
      passed_on = 0;
    } else if (passed_on == SIGTRAP || passed_on == SIGSTOP) {
      passed_on = 0; /* of the tracing itself */
    }
    ptrace(PTRACE_SYSCALL, thread, 0, passed_on);
  }
}
