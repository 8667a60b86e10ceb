// A fault inside machine code is an error of ours: say in which function, through which callers, and end the process.
//
// The handler runs on the signal stack, allocates nothing, and reads no memory that it does not know to be mapped except
// through the kernel (`StackReader`). A fault elsewhere belongs to whoever handled it before (V8's WebAssembly traps).
//
// A report is a range of code and its symbol table, whose form src/ts/native/symbol-table.ts tells. Frames have a constant
// size, which the table knows: the walk up the stack is exact. It goes from an entry to where machine code had left to the host
// before, as the collector's walk does (src/ts/gc/roots.ts), and ends at the outermost.
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
constexpr uint32_t entry_frame = 0xffff;
constexpr uintptr_t null_page_size = 4096;

struct Header {
  uint32_t function_count;
  uint32_t file_count;
  uint32_t reason_count;
  uint32_t functions;
  uint32_t files;
  uint32_t reasons;
};

struct Function {
  uint32_t code;
  uint32_t name;
  uint32_t lines;
  uint32_t frame_words;
};

struct Place {
  uint64_t file;
  int64_t line;
};

struct Report {
  const Instance* owner;
  Range table;
  Range code;
  Range heap;
  uintptr_t heap_base;
  // Where the stack pointer of C functions lies while machine code runs.
  uintptr_t host_stack;

  const Header& header() const { return *at<Header>(0); }

  const Function* find_function(uintptr_t pc) const {
    const Function* const functions = at<Function>(header().functions);
    const Function* const end = functions + header().function_count;
    const Function* const next =
        std::upper_bound(functions, end, pc - code.start,
                         [](uintptr_t offset, const Function& function) { return offset < function.code; });
    return next == functions ? nullptr : next - 1;
  }

  const char* text(uint32_t offset) const { return at<char>(offset); }

  const char* file(uint64_t index) const {
    return index < header().file_count ? text(at<uint32_t>(header().files)[index]) : "?";
  }

  const char* find_reason(uintptr_t index) const {
    return index < header().reason_count ? text(at<uint32_t>(header().reasons)[index]) : nullptr;
  }

  // The line of an instruction; 0 if it has none.
  Place find_line(const Function& function, uintptr_t pc) const {
    const Function* const functions = at<Function>(header().functions);
    const bool is_last = &function + 1 == functions + header().function_count;
    const uint8_t* next = at<uint8_t>(function.lines);
    // Names begin where lines end.
    const uint8_t* const end = at<uint8_t>(is_last ? functions[0].name : (&function + 1)->lines);
    uint64_t offset = function.code;
    Place place{0, 0};
    Place found = place;
    while (next < end) {
      const uint64_t distance = read_number(&next);
      offset += distance / 2;
      if (offset > pc - code.start) break;
      if (distance % 2 != 0) place.file = read_number(&next);
      const int64_t difference = static_cast<int64_t>(read_number(&next));
      place.line += difference % 2 != 0 ? -((difference + 1) / 2) : difference / 2;
      found = place;
    }
    return found;
  }

 private:
  template <typename T>
  const T* at(uint32_t offset) const {
    return reinterpret_cast<const T*>(table.start + offset);
  }

  // LEB128.
  static uint64_t read_number(const uint8_t** next) {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const uint8_t byte = *(*next)++;
      value |= uint64_t{byte & 127u} << shift;
      if (byte < 128 || shift > 56) return value;
    }
  }
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

// Where the machine was. `link` is the return-address register of machines that have one. `reason` is what the trap
// instruction of machine code has in a register, `machine_stack` where machine code keeps its stack pointer when it calls C
// functions (which may have saved it elsewhere).
struct MachineState {
  uintptr_t pc;
  uintptr_t stack;
  uintptr_t link;
  uintptr_t reason;
  uintptr_t machine_stack;
};

MachineState machine_state(const void* context) {
  const auto& machine = static_cast<const ucontext_t*>(context)->uc_mcontext;
#if defined(__linux__) && defined(__x86_64__)
  return {static_cast<uintptr_t>(machine.gregs[REG_RIP]), static_cast<uintptr_t>(machine.gregs[REG_RSP]), 0,
          static_cast<uintptr_t>(machine.gregs[REG_R11]), static_cast<uintptr_t>(machine.gregs[REG_RBX])};
#elif defined(__linux__) && defined(__aarch64__)
  return {machine.pc, machine.sp, machine.regs[30], 0, 0};
#elif defined(__linux__) && defined(__riscv)
  return {machine.__gregs[0], machine.__gregs[2], machine.__gregs[1], 0, 0};
#elif defined(__linux__) && defined(__powerpc64__)
  return {machine.gp_regs[32], machine.gp_regs[1], machine.gp_regs[36], 0, 0};
#elif defined(__APPLE__) && defined(__x86_64__)
  return {machine->__ss.__rip, machine->__ss.__rsp, 0, machine->__ss.__r11, machine->__ss.__rbx};
#elif defined(__APPLE__) && defined(__aarch64__)
  return {machine->__ss.__pc, machine->__ss.__sp, machine->__ss.__lr, 0, 0};
#else
  (void)machine;
  return {0, 0, 0, 0, 0};  // in nobody's code: every fault is handed on
#endif
}

const Report* find_report(uintptr_t pc) {
  for (const Slot& slot : slots) {
    if (slot.used.load(std::memory_order_acquire) && slot.report.code.contains(pc)) return &slot.report;
  }
  return nullptr;
}

// The report whose heap has the address.
const Report* find_owner(uintptr_t address) {
  for (const Slot& slot : slots) {
    if (slot.used.load(std::memory_order_acquire) && slot.report.heap.contains(address)) return &slot.report;
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

  Line& decimal(uint64_t value) {
    char digits[21];
    char* digit = digits + sizeof digits - 1;
    *digit = 0;
    do {
      *--digit = static_cast<char>('0' + value % 10);
      value /= 10;
    } while (value != 0);
    return *this << digit;
  }

  // The function of an instruction, and its line or its place in the function. For callers, `pc` is the return address less
  // one: it may be the end of a function, of which the next one is another's.
  Line& function(const Report& report, uintptr_t pc) {
    const Function* const function = report.find_function(pc);
    if (function == nullptr) return *this << "unknown code";
    *this << report.text(function->name);
    const Place place = report.find_line(*function, pc);
    if (place.line > 0) {
      return (*this << " (" << report.file(place.file) << ":").decimal(static_cast<uint64_t>(place.line)) << ")";
    }
    return (*this << "+").hexadecimal(pc - report.code.start - function->code);
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
  char buffer[1024];
  size_t length = 0;
};

// Reads memory that may not be there: the kernel copies it into a pipe, and refuses instead of faulting.
class StackReader {
 public:
  StackReader() : usable(pipe(ends) == 0) {}

  bool read_word(uintptr_t address, uintptr_t* word) const {
    if (!usable || address % sizeof *word != 0) return false;
    return write(ends[1], reinterpret_cast<const void*>(address), sizeof *word) == sizeof *word &&
           read(ends[0], word, sizeof *word) == sizeof *word;
  }

 private:
  int ends[2];
  const bool usable;
};

// Prints who called the code at `pc`, whose stack pointer is `stack`.
void print_callers(const StackReader& reader, const Report* report, uintptr_t pc, uintptr_t stack) {
  for (int printed = 0; printed < max_callers; printed++) {
    const Function* const function = report->find_function(pc);
    if (function == nullptr) return;
    uintptr_t place = stack + sizeof(uintptr_t) * function->frame_words;
    if (function->frame_words == entry_frame) {
      (Line() << "  called from the host").end();
      // The entry keeps, relative to the heap's base, where machine code had left to the host.
      uintptr_t left = 0;
      if (!reader.read_word(stack, &left) || left == 0) return;
      place = report->heap_base + left;
    }
    uintptr_t address = 0;
    if (!reader.read_word(place, &address)) return;
    report = find_report(address - 1);
    if (report == nullptr) return;
    pc = address - 1;
    stack = place + sizeof(uintptr_t);
    if (report->find_function(pc) == nullptr || report->find_function(pc)->frame_words != entry_frame) {
      (Line() << "  called from ").function(*report, pc).end();
    }
  }
  (Line() << "  and so on").end();
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
  uintptr_t pc = state.pc;
  uintptr_t stack = state.stack;
  const char* what = " in ";
  const Report* report = find_report(pc);
  if (report == nullptr && fault.has_address && pc == address) {
    // Machine code jumped to where nothing is: its caller is on top of the stack, or in the link register.
    pc = state.link;
    if (pc == 0 && reader.read_word(stack, &pc)) stack += sizeof(uintptr_t);
    pc--;
    report = find_report(pc);
    what = " after a jump from ";
  }
  if (report == nullptr && has_address(fault, info) && (report = find_owner(address)) != nullptr) {
    // A C function was given a bad address of the heap: machine code's return address is the first word on its stack.
    uintptr_t host_stack = 0;
    if (!reader.read_word(report->host_stack, &host_stack) || !reader.read_word(host_stack - sizeof pc, &pc) ||
        find_report(--pc) != report) {
      report = nullptr;
    }
    stack = state.machine_stack;
    what = " in a C function called from ";
  }
  if (report == nullptr) return hand_on(fault, info, context);
  Line line;
  line << "tspy-native: internal error: ";
  const char* const reason = fault.number == SIGILL ? report->find_reason(state.reason) : nullptr;
  if (reason != nullptr) {
    line << reason;
  } else if (!has_address(fault, info)) {
    line << fault.name;
  } else if (Range{report->heap_base, report->heap_base + null_page_size}.contains(address)) {
    line << "null dereference";
  } else if (report->heap.contains(address)) {
    (line << fault.name << " at heap address ").hexadecimal(address - report->heap.start);
  } else {
    (line << fault.name << " at address ").hexadecimal(address);
  }
  (line << what).function(*report, pc).end();
  print_callers(reader, report, pc, stack);
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

Range range_property(Napi::Env env, Napi::Object report, const char* start_name, const char* end_name) {
  const Range range{integer_argument(env, report.Get(start_name), start_name),
                    integer_argument(env, report.Get(end_name), end_name)};
  if (range.end <= range.start) {
    throw_type_error(env, std::string(end_name) + " must be greater than " + start_name);
  }
  return range;
}

}  // namespace

void crash_report(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Instance& instance = Instance::of(info);
  if (!info[0].IsObject()) throw_type_error(env, "report must be an object");
  const Napi::Object report = info[0].As<Napi::Object>();
  const uintptr_t table = integer_argument(env, report.Get("table"), "table");
  check_multiple(env, table, alignof(Header), "table");
  const Range table_range{table, table + integer_argument(env, report.Get("tableSize"), "tableSize")};
  if (table_range.size() < sizeof(Header)) throw_type_error(env, "tableSize is less than a header's");
  instance.get_region(env, table_range, "table");
  const Range code = range_property(env, report, "codeStart", "codeEnd");
  instance.get_region(env, code, "codeStart");
  const Range heap = range_property(env, report, "heapStart", "heapEnd");
  instance.get_region(env, heap, "heapStart");
  const uintptr_t heap_base = integer_argument(env, report.Get("heapBase"), "heapBase");
  const uintptr_t host_stack = integer_argument(env, report.Get("hostStack"), "hostStack");

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
  empty->report = {&instance, table_range, code, heap, heap_base, host_stack};
  empty->used.store(true, std::memory_order_release);
  install(env);
}

void forget_reports(const Instance* owner) {
  forget([=](const Report& report) { return report.owner == owner; });
}

void forget_reports(const Range& range) {
  forget([&](const Report& report) {
    return overlap(report.code, range) || overlap(report.table, range);
  });
}
