// Addresses of C functions, for externals and foreign function calls.
#include <dlfcn.h>

#include "arguments.h"
#include "functions.h"

Napi::Value symbol(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  void* library = RTLD_DEFAULT;
  if (!info[0].IsNull()) {
    const std::string path = string_argument(info, 0, "library");
    // Never closed: machine code has its addresses, and other threads may be in it.
    if (!path.empty()) library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr && !path.empty()) throw_error(env, dlerror());
  }
  const std::string name = string_argument(info, 1, "name");
  return number(env, reinterpret_cast<uintptr_t>(dlsym(library, name.c_str())));
}
