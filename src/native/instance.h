// What one environment (main thread or worker) owns. Node deletes it when the environment ends, on the environment's
// thread, after all its ArrayBuffers have been detached: then everything it still holds is given back.
#pragma once
#include <napi.h>

#include <map>
#include <string>
#include <vector>

#include "arguments.h"

// Memory that this environment mapped. `views` has the ArrayBuffers over it, by address and size, while they live.
struct Region {
  enum class Kind { reserved, code };

  Range range;
  Kind kind;
  std::map<std::pair<uintptr_t, size_t>, Napi::Reference<Napi::ArrayBuffer>> views;
  // With so many views, those that are dead are looked for.
  size_t views_limit;
};

class Instance {
 public:
  explicit Instance(Napi::Env environment);
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  static Instance& of(const Napi::CallbackInfo& info) { return *info.Env().GetInstanceData<Instance>(); }

  Region& add_region(Range range, Region::Kind kind);
  // The region that holds the whole range. Throws a TypeError that names the argument if there is none.
  Region& get_region(Napi::Env env, const Range& range, const char* name);
  // The ArrayBuffer over the range, which must lie in one region: the one that there is, or a new one.
  Napi::ArrayBuffer get_view(Napi::Env env, const Range& range);

  const napi_env env;

  std::map<uintptr_t, Region> regions;

  Napi::FunctionReference host_call;
  // While machine code unwinds from a host call that threw to its `enter`: nothing may run JavaScript in between.
  bool unwinding = false;
  // The value that was thrown, as its property "value" (values that are no objects have no references of their own).
  Napi::ObjectReference thrown;
};

#ifndef _WIN32
// memory.cc
void unmap(const Range& range);
// signals.cc: no signal writes into the range any more.
void forget_watches(const Range& range);
void forget_watches(const Instance* owner);
// crash-report.cc: no report reads from the range any more.
void forget_reports(const Range& range);
void forget_reports(const Instance* owner);
// signal-stack.cc: a machine-code stack may have no room for signal handlers, so each thread has a stack for them.
void ensure_signal_stack(Napi::Env env);
void drop_signal_stack();
#endif
