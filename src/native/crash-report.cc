// A fault inside machine code is an error of ours: say in which function, through which callers, and end the process.
//
// The handler runs on the signal stack, allocates nothing, and reads no memory that it does not know to be mapped except
// through the kernel (`StackReader`). A fault elsewhere belongs to whoever handled it before (V8's WebAssembly traps).
//
// A report is the symbol table of one range of code:
//
//   symbols  | u32 code offset | u32 name offset |  sorted by code offset; a function reaches to the next one
//   names    NUL-terminated
//
// The callers are a guess: words on the stack that lie in known code. Old ones that nobody overwrote appear too.
#include <sys/ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstring>
#include <mutex>

#include "arguments.h"
#include "functions.h"
#include "instance.h"
#include "pin.h"

namespace {

constexpr int exit_code = 134;  // what shells show for SIGABRT
constexpr int max_callers = 40;
constexpr size_t max_scanned_bytes = size_t{16} << 20;

struct Symbol {
  uint32_t code;
  uint32_t name;
};

struct Report {
  const Instance* owner;
  const Symbol* symbols;
  size_t count;
  const char* names;
  Range code;
  Range heap;
};

struct Slot {
  std::atomic<bool> used{false};
  Report report;
};

struct Fault {
  int number;
  const char* name;
  bool has_address;
  struct sigaction previous;
};

std::array<Slot, 128> slots;
// Guards the filling and emptying of slots and the installation; the handler only reads.
std::mutex mutex;
bool installed = false;
Fault faults[] = {
    {SIGSEGV, "SIGSEGV", true, {}},
    {SIGBUS, "SIGBUS", true, {}},
    {SIGILL, "SIGILL", false, {}},
    {SIGFPE, "SIGFPE", false, {}},
};

// Where the machine was. `link` is the return-address register of machines that have one.
struct MachineState {
  uintptr_t pc;
  uintptr_t stack;
  uintptr_t link;
};

MachineState machine_state(const void* context) {
  const auto& machine = static_cast<const ucontext_t*>(context)->uc_mcontext;
#if defined(__linux__) && defined(__x86_64__)
  return {static_cast<uintptr_t>(machine.gregs[REG_RIP]), static_cast<uintptr_t>(machine.gregs[REG_RSP]), 0};
#elif defined(__linux__) && defined(__aarch64__)
  return {machine.pc, machine.sp, machine.regs[30]};
#elif defined(__linux__) && defined(__riscv)
  return {machine.__gregs[0], machine.__gregs[2], machine.__gregs[1]};
#elif defined(__linux__) && defined(__powerpc64__)
  return {machine.gp_regs[32], machine.gp_regs[1], machine.gp_regs[36]};
#elif defined(__APPLE__) && defined(__x86_64__)
  return {machine->__ss.__rip, machine->__ss.__rsp, 0};
#elif defined(__APPLE__) && defined(__aarch64__)
  return {machine->__ss.__pc, machine->__ss.__sp, machine->__ss.__lr};
#else
  (void)machine;
  return {0, 0, 0};  // in nobody's code: every fault is handed on
#endif
}

const Report* find_report(uintptr_t pc) {
  for (const Slot& slot : slots) {
    if (slot.used.load(std::memory_order_acquire) && slot.report.code.contains(pc)) return &slot.report;
  }
  return nullptr;
}

// Text for descriptor 2, written at the end of each line.
class Line {
 public:
  Line& operator<<(const char* text) {
    while (*text != 0 && length < sizeof buffer - 1) buffer[length++] = *text++;
    return *this;
  }

  Line& hexadecimal(uintptr_t value) {
    char digits[2 * sizeof value + 1];
    char* digit = digits + sizeof digits - 1;
    *digit = 0;
    do {
      *--digit = "0123456789abcdef"[value % 16];
      value /= 16;
    } while (value != 0);
    return *this << "0x" << digit;
  }

  Line& function(const Report& report, uintptr_t pc) {
    const Symbol* const symbol = find_symbol(report, pc);
    return *this << (symbol == nullptr ? "unknown code" : report.names + symbol->name);
  }

  Line& function_and_offset(const Report& report, uintptr_t pc) {
    const Symbol* const symbol = find_symbol(report, pc);
    function(report, pc) << "+";
    return hexadecimal(pc - report.code.start - (symbol == nullptr ? 0 : symbol->code));
  }

  void end() {
    buffer[length++] = '\n';
    for (size_t done = 0; done < length;) {
      const ssize_t written = write(STDERR_FILENO, buffer + done, length - done);
      if (written <= 0) break;
      done += static_cast<size_t>(written);
    }
    length = 0;
  }

 private:
  static const Symbol* find_symbol(const Report& report, uintptr_t pc) {
    const Symbol* const end = report.symbols + report.count;
    const Symbol* const next =
        std::upper_bound(report.symbols, end, pc - report.code.start,
                         [](uintptr_t offset, const Symbol& symbol) { return offset < symbol.code; });
    return next == report.symbols ? nullptr : next - 1;
  }

  char buffer[1024];
  size_t length = 0;
};

// Reads memory that may not be there: the kernel copies it into a pipe, and refuses instead of faulting.
class StackReader {
 public:
  StackReader() : usable(pipe(ends) == 0) {}

  // Reads the words from `address` to the end of its kilobyte; the number read.
  size_t read_words(uintptr_t address, uintptr_t* words) const {
    const size_t size = chunk - address % chunk;
    if (!usable || write(ends[1], reinterpret_cast<const void*>(address), size) != static_cast<ssize_t>(size)) return 0;
    return read(ends[0], words, size) == static_cast<ssize_t>(size) ? size / sizeof(uintptr_t) : 0;
  }

  static constexpr size_t chunk = 1024;
  static constexpr size_t chunk_words = chunk / sizeof(uintptr_t);

 private:
  int ends[2];
  const bool usable;
};

void print_caller(uintptr_t address, int* printed) {
  // A return address is that of the next instruction, which may be another function's first.
  const Report* const report = find_report(address - 1);
  if (report == nullptr) return;
  Line line;
  (line << "  called from ").function_and_offset(*report, address).end();
  ++*printed;
}

void print_callers(const StackReader& reader, const MachineState& state) {
  int printed = 0;
  if (state.link != 0) print_caller(state.link, &printed);
  uintptr_t words[StackReader::chunk_words];
  uintptr_t address = state.stack / sizeof(uintptr_t) * sizeof(uintptr_t);
  const uintptr_t limit = address + max_scanned_bytes;
  while (address < limit && printed < max_callers) {
    const size_t count = reader.read_words(address, words);
    if (count == 0) return;
    for (size_t index = 0; index < count && printed < max_callers; index++) print_caller(words[index], &printed);
    address += count * sizeof(uintptr_t);
  }
}

void hand_on(const Fault& fault, siginfo_t* info, void* context) {
  const struct sigaction& previous = fault.previous;
  if ((previous.sa_flags & SA_SIGINFO) != 0) {
    previous.sa_sigaction(fault.number, info, context);
  } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
    previous.sa_handler(fault.number);
  } else {
    // Comes when this handler returns.
    signal(fault.number, SIG_DFL);
    raise(fault.number);
  }
}

bool was_sent_by_process(const siginfo_t* info) {
#ifdef __linux__
  return info->si_code <= 0;
#else
  return info->si_code == SI_USER;
#endif
}

bool has_address(const Fault& fault, const siginfo_t* info) {
#ifdef SI_KERNEL
  // x86 does not tell which address was none at all (bits 48 to 63 differ).
  if (info->si_code == SI_KERNEL) return false;
#endif
  return fault.has_address;
}

void handle(int number, siginfo_t* info, void* context) {
  const Fault& fault = *std::find_if(std::begin(faults), std::end(faults),
                                     [=](const Fault& one) { return one.number == number; });
  if (was_sent_by_process(info)) return hand_on(fault, info, context);
  const MachineState state = machine_state(context);
  const uintptr_t address = reinterpret_cast<uintptr_t>(info->si_addr);
  const StackReader reader;
  const char* what = " in ";
  uintptr_t pc = state.pc;
  const Report* report = find_report(pc);
  if (report == nullptr && fault.has_address && pc == address) {
    // Machine code jumped to where nothing is: its caller is on top of the stack, or in the link register.
    uintptr_t words[StackReader::chunk_words];
    pc = state.link;
    if (pc == 0 && state.stack % sizeof(uintptr_t) == 0 && reader.read_words(state.stack, words) > 0) pc = words[0];
    report = find_report(pc);
    what = " after a jump from ";
  }
  if (report == nullptr) return hand_on(fault, info, context);
  Line line;
  (line << "tspy-native: internal error: " << fault.name << what).function(*report, pc);
  if (!has_address(fault, info)) {
    (line << " (code offset ").hexadecimal(pc - report->code.start) << ")";
  } else if (report->heap.contains(address)) {
    (line << " (heap address ").hexadecimal(address - report->heap.start) << ")";
  } else {
    (line << " (address ").hexadecimal(address) << ")";
  }
  line.end();
  print_callers(reader, state);
  _exit(exit_code);
}

void install(Napi::Env env) {
  if (installed) return;
  for (Fault& fault : faults) {
    struct sigaction action {};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    // First `previous`, then the handler that uses it.
    if (sigaction(fault.number, nullptr, &fault.previous) != 0 || sigaction(fault.number, &action, nullptr) != 0) {
      throw_errno(env, std::string("cannot handle ") + fault.name);
    }
  }
  installed = true;
}

template <typename Predicate>
void forget(const Predicate& matches) {
  const std::lock_guard lock(mutex);
  for (Slot& slot : slots) {
    if (slot.used.load() && matches(slot.report)) slot.used.store(false);
  }
}

bool overlap(const Range& one, const Range& other) {
  return one.start < other.end && other.start < one.end;
}

Range range_between(const Napi::CallbackInfo& info, size_t index, const char* start_name, const char* end_name) {
  const Range range{address_argument(info, index, start_name), address_argument(info, index + 1, end_name)};
  if (range.end <= range.start) {
    throw_type_error(info.Env(), std::string(end_name) + " must be greater than " + start_name);
  }
  Instance::of(info).get_region(info.Env(), range, start_name);
  return range;
}

}  // namespace

void crash_report(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Instance& instance = Instance::of(info);
  const uintptr_t symbols = address_argument(info, 0, "symbolTableAddress");
  check_multiple(env, symbols, alignof(Symbol), "symbolTableAddress");
  const size_t count = size_argument(info, 1, "count");
  if (count > UINT32_MAX) throw_type_error(env, "count must be less than 2^32");
  const uintptr_t names = address_argument(info, 2, "namesAddress");
  instance.get_region(env, {symbols, symbols + count * sizeof(Symbol)}, "symbolTableAddress");
  instance.get_region(env, {names, names + 1}, "namesAddress");
  const Range code = range_between(info, 3, "codeStart", "codeEnd");
  const Range heap = range_between(info, 5, "heapStart", "heapEnd");

  ensure_signal_stack(env);
  pin_library();
  const std::lock_guard lock(mutex);
  Slot* empty = nullptr;
  for (Slot& slot : slots) {
    if (slot.used.load()) {
      // A new table for the same code takes the place of the old one.
      if (slot.report.owner != &instance || !overlap(slot.report.code, code)) continue;
      slot.used.store(false);
    }
    if (empty == nullptr) empty = &slot;
  }
  if (empty == nullptr) throw_error(env, "too many crash reports");
  empty->report = {&instance, reinterpret_cast<const Symbol*>(symbols), count, reinterpret_cast<const char*>(names),
                   code, heap};
  empty->used.store(true, std::memory_order_release);
  install(env);
}

void forget_reports(const Instance* owner) {
  forget([=](const Report& report) { return report.owner == owner; });
}

void forget_reports(const Range& range) {
  forget([&](const Report& report) {
    return overlap(report.code, range) || range.contains(reinterpret_cast<uintptr_t>(report.symbols)) ||
           range.contains(reinterpret_cast<uintptr_t>(report.names));
  });
}
