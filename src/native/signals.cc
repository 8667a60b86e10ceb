// Watched signals: when one arrives, the words of memory that watch it become 1. Machine code polls such words.
//
// System calls that wait are interrupted (no SA_RESTART): the machine code that made them looks at its words then.
// The handler does nothing but store, and call the handler that was there before (Node's, if a listener was set).
// Several threads may watch the same signal. A slot is emptied before its memory goes away, and whoever emptied it waits
// for the handlers that may still hold the address.
#include <sched.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <mutex>

#include "arguments.h"
#include "functions.h"
#include "instance.h"
#include "pin.h"

namespace {

constexpr int signal_count = 65;
constexpr size_t watches_per_signal = 64;

struct Watch {
  std::atomic<uint32_t*> word;
  const Instance* owner;
};

struct Signal {
  Watch watches[watches_per_signal];
  struct sigaction previous;
  bool installed;
};

Signal signals[signal_count];
// Guards everything but `word`, which the handler reads.
std::mutex mutex;
std::atomic<int> handlers_running{0};

void handle(int number, siginfo_t* info, void* context) {
  const int code = errno;
  handlers_running.fetch_add(1);
  for (Watch& watch : signals[number].watches) {
    uint32_t* const word = watch.word.load();
    if (word != nullptr) __atomic_store_n(word, 1, __ATOMIC_SEQ_CST);
  }
  handlers_running.fetch_sub(1);
  const struct sigaction& previous = signals[number].previous;
  // Not called: Node's default handlers, which end the process (they are for one signal only), and the one that starts its debugger.
  const bool is_default = (previous.sa_flags & SA_RESETHAND) != 0 || number == SIGUSR1;
  if (is_default) {
    // The watch takes its place.
  } else if ((previous.sa_flags & SA_SIGINFO) != 0) {
    previous.sa_sigaction(number, info, context);
  } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
    previous.sa_handler(number);
  }
  errno = code;
}

bool is_ours(int number) {
  struct sigaction current;
  return sigaction(number, nullptr, &current) == 0 && (current.sa_flags & SA_SIGINFO) != 0 &&
         current.sa_sigaction == handle;
}

// Installs or takes away the handler, as there are watches or not. `mutex` is held. False: `errno` says why.
bool update_handler(int number) {
  Signal& signal = signals[number];
  bool watched = false;
  for (const Watch& watch : signal.watches) watched = watched || watch.word.load() != nullptr;
  if (watched && !(signal.installed && is_ours(number))) {
    // Another handler may have been installed over ours, or ours be called by it: never make a ring of the two.
    if (!signal.installed && sigaction(number, nullptr, &signal.previous) != 0) return false;
    struct sigaction action {};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigfillset(&action.sa_mask);
    if (sigaction(number, &action, nullptr) != 0) return false;
    signal.installed = true;
  } else if (!watched && signal.installed && is_ours(number)) {
    signal.installed = false;
    return sigaction(number, &signal.previous, nullptr) == 0;
  }
  return true;
}

template <typename Predicate>
void forget(const Predicate& matches) {
  const std::lock_guard lock(mutex);
  for (int number = 1; number < signal_count; number++) {
    bool changed = false;
    for (Watch& watch : signals[number].watches) {
      if (watch.word.load() == nullptr || !matches(number, watch)) continue;
      watch.word.store(nullptr);
      changed = true;
    }
    if (changed) update_handler(number);
  }
  while (handlers_running.load() != 0) sched_yield();
}

int signal_argument(const Napi::CallbackInfo& info) {
  const uint64_t number = integer_argument(info, 0, "signal");
  if (number == 0 || number >= signal_count) throw_type_error(info.Env(), "signal must be from 1 to 64");
  for (const int fault : {SIGSEGV, SIGBUS, SIGILL, SIGFPE}) {
    if (static_cast<int>(number) == fault) throw_type_error(info.Env(), "signal must not be one of machine faults");
  }
  return static_cast<int>(number);
}

}  // namespace

void watch_signal(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const int number = signal_argument(info);
  const uintptr_t address = address_argument(info, 1, "address");
  check_multiple(env, address, sizeof(uint32_t), "address");
  Instance& instance = Instance::of(info);
  instance.get_region(env, {address, address + sizeof(uint32_t)}, "address");
  ensure_signal_stack(env);
  pin_library();
  uint32_t* const word = reinterpret_cast<uint32_t*>(address);
  const std::lock_guard lock(mutex);
  Watch* empty = nullptr;
  for (Watch& watch : signals[number].watches) {
    if (watch.word.load() == word) return;
    if (empty == nullptr && watch.word.load() == nullptr) empty = &watch;
  }
  if (empty == nullptr) throw_error(env, "too many watches of this signal");
  empty->owner = &instance;
  empty->word.store(word);
  if (!update_handler(number)) {
    empty->word.store(nullptr);
    throw_errno(env, "cannot watch signal " + std::to_string(number));
  }
}

void unwatch_signal(const Napi::CallbackInfo& info) {
  const int number = signal_argument(info);
  const Instance* const owner = &Instance::of(info);
  forget([=](int one, const Watch& watch) { return one == number && watch.owner == owner; });
}

void forget_watches(const Instance* owner) {
  forget([=](int, const Watch& watch) { return watch.owner == owner; });
}

void forget_watches(const Range& range) {
  forget([&](int, const Watch& watch) { return range.contains(reinterpret_cast<uintptr_t>(watch.word.load())); });
}
