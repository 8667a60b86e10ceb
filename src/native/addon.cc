// The addon's entry: a table of its functions, and one Instance per environment (main thread or worker).
//
// Only what TypeScript cannot do is here; nothing knows Python, the object model or the calling convention of machine
// code. Where a platform lacks a function, calling it throws "not supported on this platform": the loader's caller
// then stays in hosted mode.
#include "arguments.h"
#include "functions.h"
#include "instance.h"

#ifdef _WIN32
#define POSIX(function) unsupported
#else
#define POSIX(function) function
#endif

namespace {

// ADDON_VERSION of src/ts/native/addon.ts.
constexpr double version = 4;

#ifdef _WIN32
void unsupported(const Napi::CallbackInfo& info) {
  throw_unsupported(info.Env());
}
#endif

template <auto function>
void define(Napi::Object exports, const char* name) {
  exports.Set(name, Napi::Function::New<function>(exports.Env(), name));
}

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  Instance* instance = new Instance(env);
  env.SetInstanceData(instance);
  exports.Set("version", Napi::Number::New(env, version));
  exports.Set("pageSize", Napi::Number::New(env, static_cast<double>(page_size())));
  define<POSIX(reserve)>(exports, "reserve");
  define<POSIX(commit)>(exports, "commit");
  define<POSIX(populate)>(exports, "populate");
  define<POSIX(decommit)>(exports, "decommit");
  define<POSIX(release)>(exports, "release");
  define<POSIX(map_image)>(exports, "mapImage");
  define<POSIX(view)>(exports, "view");
  define<POSIX(code_space)>(exports, "codeSpace");
  define<POSIX(flush)>(exports, "flush");
  define<POSIX(symbol)>(exports, "symbol");
  define<POSIX(watch_signal)>(exports, "watchSignal");
  define<POSIX(unwatch_signal)>(exports, "unwatchSignal");
  define<POSIX(crash_report)>(exports, "crashReport");
  define<set_host_call>(exports, "setHostCall");
  define<host_call_address>(exports, "hostCallAddress");
  napi_value function;
  NAPI_THROW_IF_FAILED(env, napi_create_function(env, "enter", NAPI_AUTO_LENGTH, enter, instance, &function), exports);
  exports.Set("enter", function);
  return exports;
}

}  // namespace

NODE_API_MODULE(tspy_native, initialize)
