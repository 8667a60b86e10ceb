// A stack for the signal handlers of each thread that runs machine code: they would not find room on a machine-code stack
// of which little is left, and none at all where its guard page was hit.
#include <sys/mman.h>

#include <csignal>

#include "arguments.h"
#include "instance.h"

namespace {

// The frame alone that the kernel makes takes 11 KiB where there are AMX registers.
constexpr size_t signal_stack_size = 64 * 1024;

thread_local void* own_stack = nullptr;

}  // namespace

void ensure_signal_stack(Napi::Env env) {
  stack_t current;
  if (sigaltstack(nullptr, &current) != 0) throw_errno(env, "sigaltstack");
  if ((current.ss_flags & SS_DISABLE) == 0) return;
  void* memory = mmap(nullptr, signal_stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw_errno(env, "cannot make a stack for signals");
  stack_t stack{};
  stack.ss_sp = memory;
  stack.ss_size = signal_stack_size;
  if (sigaltstack(&stack, nullptr) != 0) {
    munmap(memory, signal_stack_size);
    throw_errno(env, "sigaltstack");
  }
  own_stack = memory;
}

void drop_signal_stack() {
  if (own_stack == nullptr) return;
  stack_t current;
  if (sigaltstack(nullptr, &current) == 0 && current.ss_sp == own_stack) {
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    none.ss_size = signal_stack_size;
    sigaltstack(&none, nullptr);
  }
  munmap(own_stack, signal_stack_size);
  own_stack = nullptr;
}
